"""The databases into which a dataset can be loaded, behind one protocol."""
