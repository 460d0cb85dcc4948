"""Other table engines behind one protocol, for second readings."""
