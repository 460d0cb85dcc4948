"""`Document` → grids → the nine tables and 绩效自评表."""
