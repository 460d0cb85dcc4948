"""A text file → lines and tables."""
