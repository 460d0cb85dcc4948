"""The words of 绩效自评表 (`patterns/sheets/`): read, checked, and tried on their examples."""
