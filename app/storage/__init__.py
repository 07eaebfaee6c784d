"""Databases and files at rest: SQLAlchemy tables, what is done with them, migrations, and the vault."""
