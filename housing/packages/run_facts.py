"""run.json: when what was done, and with which versions. It stays out of every hash of the plan."""

import platform
from collections.abc import Sequence
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version

from housing import VERSION
from housing.core.canonical import canonical_bytes
from housing.rounds.models import Round, RoundStep

LIBRARIES = ("ortools", "numpy", "sqlalchemy", "cryptography")


def run_json(a_round: Round, steps: Sequence[RoundStep], packed_at: datetime) -> bytes:
    """Return run.json: acts with their times and roles (never names), and versions."""
    return canonical_bytes(
        {
            "format": 1,
            "round": a_round.code,
            "packed_at": packed_at.isoformat(),
            "acts": [
                {
                    **{"act": step.act, "at": step.at.isoformat(), "role": step.role},
                    **{"basis": step.basis, "document": step.document},
                }
                for step in steps
            ],
            "versions": {
                "housing": VERSION,
                "python": platform.python_version(),
                **{name: _version(name) for name in LIBRARIES},
            },
        }
    )


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
