"""Records → Arrow: the rows of a document as the columns of the dataset's tables."""
