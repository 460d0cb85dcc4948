"""What a person sees of what a page of a PDF holds."""
