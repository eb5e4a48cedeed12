"""The papers of one case as one PDF, for a court. Basis: HN 33, HN 34."""
