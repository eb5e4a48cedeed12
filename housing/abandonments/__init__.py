"""Giving up an allocation (视同放弃): five cases, the freeze that follows, and its end (HN 22)."""
