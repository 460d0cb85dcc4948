"""A dataset and its files → one page to send on."""
