"""Eligibility (准入条件): facts in, findings out."""
