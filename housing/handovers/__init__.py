"""A flat given back: inspection, settlement of the deposit, keys, stock. Basis: HN 33."""
