"""Identities tried on printed precision, and what a failure says of the numbers it binds."""
