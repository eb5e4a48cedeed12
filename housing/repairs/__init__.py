"""Repairs of flats: asked for, answered in time, done at a cost, confirmed by the tenant."""
