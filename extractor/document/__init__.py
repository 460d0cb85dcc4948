"""A file → `Document`: pages of characters and ruled lines, or lines and tables of its markup."""
