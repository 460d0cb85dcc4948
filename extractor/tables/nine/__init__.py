"""Whole tables → the nine tables: a reader for each shape."""
