"""What Copydesk remembers: sites, keys and judged comments, in SQLite or PostgreSQL."""
