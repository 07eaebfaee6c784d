"""The command line: one file per verb or verb group; prints, never decides. Imported after the language was chosen."""
