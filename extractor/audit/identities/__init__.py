"""The identities (勾稽关系) as data: what may be written, and which numbers a term means."""
