"""The columns of the nine tables: what each measures, and in which unit of money."""
