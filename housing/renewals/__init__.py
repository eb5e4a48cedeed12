"""A lease renewed for a further term, or not (续租). Basis: HN 24 (HN-24-5, HN-24-6)."""
