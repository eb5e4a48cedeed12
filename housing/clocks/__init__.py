"""Clocks (时限): every statutory deadline as a row with who holds it."""
