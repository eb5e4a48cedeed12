"""Breaches of a lease: report, order, cancellation, return, enforcement. Basis: HN 32, HN 34."""
