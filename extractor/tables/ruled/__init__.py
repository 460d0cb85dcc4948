"""Ruled lines and characters → grids of cells."""
