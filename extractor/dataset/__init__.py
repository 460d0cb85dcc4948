"""Readings → a DuckDB file that grows, and rows of it for those who ask."""
