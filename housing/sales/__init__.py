"""Flats sold to those who may buy, and what follows. Basis: HZS."""
