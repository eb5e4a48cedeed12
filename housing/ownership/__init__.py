"""Who owns a flat and in which shares, and what the property register notes. Basis: HN 38 to 40."""
