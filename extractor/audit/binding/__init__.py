"""Identities bound to the numbers of a document."""
