"""What was settled, revised: by the pictures and colours of numbers, by columns in doubt, and by a person."""
