"""What a PDF shows, hides, claims and lacks."""
