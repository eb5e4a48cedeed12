"""Rent that is late: ageing, reminders, the notice to an employer. Basis: HN 26 (HN-26-5)."""
