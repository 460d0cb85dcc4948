"""Scanned pages (扫描件): a picture of a page → the same `Page` that a text layer gives."""
