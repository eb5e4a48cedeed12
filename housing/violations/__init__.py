"""Violations of tenants: report, hearing, order to rectify, cancellation, return, court."""
