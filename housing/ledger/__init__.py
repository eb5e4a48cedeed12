"""Money between accounts, every amount once out and once in (复式账). Basis: HN 29."""
