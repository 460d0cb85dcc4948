"""A subject code and a year → its official name (政府收支分类科目)."""
