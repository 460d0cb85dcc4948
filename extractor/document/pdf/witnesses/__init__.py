"""Whether the glyphs of a PDF are what its text layer claims."""
