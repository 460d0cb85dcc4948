"""The lines outside the tables (情况说明) → figures."""
