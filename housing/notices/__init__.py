"""Publicity (公示): what is shown, masked, from when until when."""
