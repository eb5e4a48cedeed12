"""How a household stands: its tier, its points and what fits it, by the county's dated tables."""
