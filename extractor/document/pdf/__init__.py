"""A PDF → pages of characters and lines, as a person sees them."""
