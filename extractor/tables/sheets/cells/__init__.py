"""The cells of 绩效自评表: their rows, what they hold, and how they line up."""
