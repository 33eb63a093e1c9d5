"""How a comment is judged: no web, no database, no files but bundles."""
