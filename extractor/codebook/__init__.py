"""The schema → the codebook in English and Chinese, JSON Schema, dbt sources."""
