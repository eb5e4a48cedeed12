"""Tenants who change flats with one another, in pairs or in cycles (互换). Basis: HN 31."""
