"""Objections (异议) to a published notice."""
