"""Grids → whole tables: with title and frame, joined over pages, split where several touch."""
