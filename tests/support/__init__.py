"""What several tests share: documents drawn or written for them, gold, and comparisons with it."""
