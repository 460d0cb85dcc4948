"""The prose, 情况说明."""
