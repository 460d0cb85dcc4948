"""A section of running text → readings: what each number says, by the words around it."""
