"""Offers (配租通知): acceptance, expiry, signing, and the next in order."""
