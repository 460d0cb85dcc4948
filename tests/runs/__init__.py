"""Runs over many files, and the dataset that they make."""
