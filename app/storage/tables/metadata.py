"""The three collections of tables, one a database file."""

from __future__ import annotations

from sqlalchemy import MetaData

instance = MetaData()
"""`media_database.db`: everything of one instance but the thumbnails."""

registry = MetaData()
"""`acervo.db`: clients and instances."""

thumbnails = MetaData()
"""`thumbnails.db`: pictures and waveforms that can be made again."""
