"""The picture of a scanned page: cleaned, levelled, and taken apart into shapes."""
