"""Whose accounts they are, for when, and by which classification."""
