"""Where tables lie, and which cells they have."""
