"""The text of a scanned page: strips of it, recognised, and held to the signs of the field."""
