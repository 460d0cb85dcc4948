"""Web pages: the document out of its frame, as lines and tables."""
