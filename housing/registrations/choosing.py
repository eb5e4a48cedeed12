"""What the page of wishes shows and takes: numbers typed beside the classes that fit."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from housing.households.models import Household
from housing.plans.facts import PlanClass
from housing.plans.models import Plan
from housing.registrations import rules
from housing.registrations.models import Registration
from housing.registrations.service import Terms
from housing.web.typed_fields import FULLWIDTH

PREFIX = "rank:"
_RANK = re.compile(r"[1-9][0-9]?")


@dataclass(frozen=True, slots=True)
class Row:
    """A class that fits, what is typed beside it, and what is wrong with that."""

    unit_class: PlanClass
    typed: str
    wrong: str = ""

    @property
    def name(self) -> str:
        """The name of its field."""
        return f"{PREFIX}{self.unit_class.code}"


@dataclass(frozen=True, slots=True)
class Choice:
    """The page of a household: the classes that fit, those that do not and why."""

    plan: Plan
    household: Household
    registration: Registration | None
    rows: tuple[Row, ...]
    unsuitable: tuple[str, ...]
    strikes: bool

    @property
    def faulty(self) -> bool:
        """Whether something typed cannot be read."""
        return any(row.wrong for row in self.rows)

    def wishes(self) -> list[list[str]]:
        """Return the ranks as typed, the smallest number first; an empty field is no wish."""
        by_rank: dict[int, list[str]] = {}
        for row in self.rows:
            if row.typed and not row.wrong:
                by_rank.setdefault(int(row.typed), []).append(row.unit_class.code)
        return [by_rank[rank] for rank in sorted(by_rank)]

    def ranked(self) -> list[list[PlanClass]]:
        """Return the classes of each rank."""
        known = {row.unit_class.code: row.unit_class for row in self.rows}
        return [[known[code] for code in rank] for rank in self.wishes()]

    def unranked(self) -> list[PlanClass]:
        """Return the classes that fit and are not wished for."""
        return [row.unit_class for row in self.rows if not row.typed]


def choice_of(
    terms: Terms,
    household: Household,
    registration: Registration | None,
    typed: Mapping[str, str] | None,
    *,
    strikes: bool,
) -> Choice:
    """Return the page of a household; `typed`: what was sent, None to show what is registered.

    `strikes`: classes that are not wished for are not given either (`strike_classes`).
    """
    fitting = rules.suitable(household.size, household.needs_accessible, terms.classes, terms.sizes)
    held = registration.wishes if registration else ()
    ranks = {code: str(rank) for rank, codes in enumerate(held, 1) for code in codes}
    codes = {each.code for each in fitting}
    return Choice(
        plan=terms.plan,
        household=household,
        registration=registration,
        rows=tuple(_row(each, ranks if typed is None else None, typed) for each in fitting),
        unsuitable=tuple(
            rules.why_not(household.size, each, terms.sizes)
            for each in terms.classes
            if each.code not in codes
        ),
        strikes=strikes,
    )


def _row(
    unit_class: PlanClass, ranks: Mapping[str, str] | None, typed: Mapping[str, str] | None
) -> Row:
    if ranks is not None or typed is None:
        return Row(unit_class, (ranks or {}).get(unit_class.code, ""))
    text = typed.get(f"{PREFIX}{unit_class.code}", "").translate(FULLWIDTH).strip()
    wrong = "" if not text or _RANK.fullmatch(text) else _("请填 1 至 99 的整数，或者留空。")
    return Row(unit_class, text, wrong)


def sent_wishes(typed: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    """Return the fields of ranks as they were sent, to be sent once more from the preview."""
    return [(name, words) for name, words in typed.items() if name.startswith(PREFIX)]
