"""Words without rules → grids: where tables lie, their columns, their rows."""
