"""A dataset → the same tables and views in PostgreSQL, DuckDB or SQLite."""
