"""What the accounts say of a reading."""
