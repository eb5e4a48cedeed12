"""Abandonment (放弃): the five cases, the two-year freeze, and applying anew."""
