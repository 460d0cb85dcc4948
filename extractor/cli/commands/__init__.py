"""The commands, a file for each: nothing but arguments, calls and messages."""
