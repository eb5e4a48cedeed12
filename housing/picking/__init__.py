"""Picking in person (选房): sessions, turns, and what is safe to pick."""
