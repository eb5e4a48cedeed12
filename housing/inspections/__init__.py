"""Visits to let flats, planned or on report: findings, pictures, next step. Basis: HN 27."""
