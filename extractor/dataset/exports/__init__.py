"""The DuckDB file → CSV, Parquet, XLSX, SQLite, by sorted queries."""
