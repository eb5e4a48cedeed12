"""Repairs asked for and done (报修). Basis: HN 27."""
