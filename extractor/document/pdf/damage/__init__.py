"""What a PDF has lost: streams that break off, pages that nothing calls, pictures that lack pixels."""
