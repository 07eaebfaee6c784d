"""The tables of the three databases as SQLAlchemy sees them, one subject a file.

They say what the newest schema is; `app.storage.migrations` says how an older one becomes it, and a test proves that
both ways end in the same schema. Kinds, states and reasons are kept as the stable texts that the command line shows.
"""
