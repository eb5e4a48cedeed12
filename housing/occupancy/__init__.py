"""Occupancy (分配入住率) of projects against the target of HN 6."""
