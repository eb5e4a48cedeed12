"""Units (房源): the flats of a place, their projects and classes, and what state each is in."""
