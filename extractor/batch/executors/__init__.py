"""Jobs → the rows of their documents: in this process, in others, or on a cluster."""
