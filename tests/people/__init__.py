"""What people use: commands, panels, the review, the report."""
