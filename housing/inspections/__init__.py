"""Visits to let flats: planned or on a report, with findings and what follows from them."""
