"""A dataset and its files → what a person is shown: documents, pages with marks, sums."""
