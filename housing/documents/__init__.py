"""Documents (材料): sniffed, hashed, kept outside the web root, shown to those who may see them."""
