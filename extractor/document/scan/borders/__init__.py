"""What separates the cells of a scanned table: rules, and the gaps between coloured cells."""
