"""Many files → one run, which reads what is new."""
