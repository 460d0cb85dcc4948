"""The pattern library of the prose (`patterns/prose/`): its entries, read and checked."""
