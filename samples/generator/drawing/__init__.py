"""From grids and passages to pages."""
