"""Bans: who may not apply for public rental housing again, and until when."""
