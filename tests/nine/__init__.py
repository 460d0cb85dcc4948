"""What titles, headers, rows and columns of the nine tables mean."""
