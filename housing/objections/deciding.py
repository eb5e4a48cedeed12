"""Who decides an objection: the owner of the case, since the case moves with the decision."""

from collections.abc import Callable

from flask import Flask, current_app

from housing.core.work import Work
from housing.objections import service
from housing.objections.models import Objection

#: Decides: work, id of the objection, whether it is upheld, the reasons.
Decider = Callable[[Work, int, bool, str], Objection]
_EXTENSION = "housing-objections"


def decide_with(app: Flask, case_kind: str, decider: Decider) -> None:
    """Let `decider` decide the objections to cases of one kind on the pages of `app`."""
    app.extensions.setdefault(_EXTENSION, {})[case_kind] = decider


def decider_of(case_kind: str) -> Decider:
    """Return who decides objections to a kind of case; by default nothing else moves."""
    deciders: dict[str, Decider] = current_app.extensions.get(_EXTENSION, {})
    return deciders.get(case_kind, service.decide)
