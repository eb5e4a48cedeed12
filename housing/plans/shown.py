"""What the page of a draft shows: the stock by class, what is chosen, what is missing still."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from housing.plans import queries, rules, stock
from housing.plans.forms import PlanForm, filled
from housing.plans.models import Plan, PlanUnit
from housing.plans.states import PlanState
from housing.units.models import Unit


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A class of the stock on the draft's page: how many are vacant, whether it is chosen."""

    code: str
    layout: str
    vacant: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class DraftPage:
    """The form as it stands, the classes to choose from, the units and what is missing."""

    form: PlanForm
    classes: tuple[ClassRow, ...]
    units: Sequence[PlanUnit]
    missing: tuple[str, ...]


def draft_page(session: Session, plan: Plan, form: PlanForm | None) -> DraftPage:
    """Return what the page of a plan shows; `form` is the one that was refused, as typed."""
    units = queries.units_of(session, plan.round_id, with_withdrawn=True)
    if plan.state is not PlanState.DRAFT:
        return DraftPage(form or PlanForm(formdata=None), (), units, ())
    free = stock.allottable(session, plan)
    held = form or filled(plan, *_chosen(free, units))
    vacant = Counter(each.unit_class for each in free)
    layouts = {each.unit_class: each.layout for each in free}
    chosen = set(held.classes.data or ())
    rows = tuple(
        ClassRow(code, layouts[code], vacant[code], code in chosen) for code in sorted(vacant)
    )
    return DraftPage(held, rows, units, tuple(rules.missing_items(plan, units)))


def chosen_units(session: Session, place: str, round_id: int, form: PlanForm) -> list[int]:
    """Return the ids of the vacant units of the classes ticked, without those left out."""
    plan = queries.get(session, place, round_id)
    classes, without = set(form.classes.data or ()), form.codes_without()
    return [
        each.id
        for each in stock.allottable(session, plan)
        if each.unit_class in classes and each.code not in without
    ]


def _chosen(free: Sequence[Unit], units: Sequence[PlanUnit]) -> tuple[list[str], list[str]]:
    """Return the classes of a draft, and the codes of their vacant units that are not in it."""
    inside = {each.unit_id for each in units}
    classes = sorted({each.unit_class for each in units})
    out = [each.code for each in free if each.unit_class in classes and each.id not in inside]
    return classes, out
