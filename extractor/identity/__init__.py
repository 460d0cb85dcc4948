"""Covers, headings and names → whose accounts these are, and for when."""
