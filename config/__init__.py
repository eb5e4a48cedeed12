"""Configuration files shipped with the system; data only."""
