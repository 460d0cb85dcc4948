"""Lines outside the tables → running text, and its sections."""
