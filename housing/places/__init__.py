"""Provinces, prefectures and counties: their codes, names, parents and the days they exist."""

from housing.places.book import Level, Place, PlaceBook

__all__ = ["Level", "Place", "PlaceBook"]
