"""Imports every models.py, so that the metadata is whole."""

from sqlalchemy import MetaData

from housing.core.audit import models as register
from housing.core.db.base import Base

__all__ = ["METADATA", "register"]

METADATA: MetaData = Base.metadata
