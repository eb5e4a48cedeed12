"""To be described by its feature."""
