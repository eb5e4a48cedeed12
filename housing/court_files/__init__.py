"""Court files: a case as one PDF, with cover, index and a number on every page."""

from housing.court_files.binding import bundle
from housing.court_files.parts import Cover, Gathered, Part

__all__ = ["Cover", "Gathered", "Part", "bundle"]
