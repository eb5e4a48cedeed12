"""The end of a right to a flat: review, notice, relocation, market rent, lawsuit. Basis: HN 33."""
