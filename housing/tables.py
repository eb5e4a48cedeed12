"""Imports every models.py, so that the metadata is whole."""

from sqlalchemy import MetaData

from housing.core.audit import models as register
from housing.core.db.base import Base
from housing.households import models as households
from housing.units import models as units

__all__ = ["METADATA", "households", "register", "units"]

METADATA: MetaData = Base.metadata
