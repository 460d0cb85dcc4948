"""A trial as it goes out: rows of `checks` and `check_terms`, and their sentences."""
