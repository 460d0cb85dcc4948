"""What comes out: the rows, and the schema read off them."""
