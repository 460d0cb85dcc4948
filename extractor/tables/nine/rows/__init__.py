"""The rows of the nine tables: whose subject a row is, by its code or its name."""
