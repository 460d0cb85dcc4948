"""Word documents and Excel workbooks, as a person sees them."""
