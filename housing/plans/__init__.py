"""The allocation plan (分配方案) of a round: its eight items, published before it begins."""
