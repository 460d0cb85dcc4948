"""What a researcher works with: the facts of one table as a panel of units and years."""
