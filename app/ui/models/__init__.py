"""Item models: ids plus lazily fetched rows. No SQL and no widgets."""
