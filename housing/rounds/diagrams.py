"""Which pictures a published round has, each as the labels and numbers of its bars."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from housing.core.errors import NotFound
from housing.rounds.figures import Figures
from housing.rounds.words import TIER_WORDS
from housing.web.pictures import Series


@dataclass(frozen=True, slots=True)
class Diagram:
    """One picture: title, what its rows are, the rows, and one series a column."""

    title: str
    subject: str
    labels: Sequence[str]
    series: Sequence[Series]

    def rows(self) -> list[tuple[str, list[int | None]]]:
        """Return the same numbers as the rows of a table."""
        columns = [values for _name, values in self.series]
        return [
            (label, [column[row] for column in columns]) for row, label in enumerate(self.labels)
        ]


def of_round(numbers: Figures) -> dict[str, Diagram]:
    """Return every picture of a round by its name in the address."""
    return {
        "tiers": _tiers(numbers),
        "wishes": _wishes(numbers),
        "classes": _classes(numbers),
        "closing": _closing(numbers),
    }


def one(numbers: Figures, name: str, is_decided: bool) -> Diagram:
    """Return one picture.

    Raises:
        NotFound: there is none of that name, or the results are not public yet.
    """
    if not is_decided or name not in (known := of_round(numbers)):
        raise NotFound(f"没有图 {name} / there is no picture {name}")
    return known[name]


def _tiers(numbers: Figures) -> Diagram:
    return Diagram(
        _("各层级分到房的家庭"),
        _("层级"),
        [str(TIER_WORDS[row.tier]) for row in numbers.by_tier],
        [
            (_("分到房"), [row.housed for row in numbers.by_tier]),
            (_("未分到"), [row.left_out for row in numbers.by_tier]),
        ],
    )


def _wishes(numbers: Figures) -> Diagram:
    labels = [
        _("第 %(rank)s 志愿", rank=row.wish) if row.wish else _("未登记、但适合的房源")
        for row in numbers.by_wish
    ]
    return Diagram(
        _("分到的是第几志愿"),
        _("志愿"),
        labels,
        [(_("家庭（户）"), [row.housed for row in numbers.by_wish])],
    )


def _classes(numbers: Figures) -> Diagram:
    return Diagram(
        _("各类房源的分配"),
        _("房源类别"),
        [row.unit_class for row in numbers.by_class],
        [
            (_("已分配（套）"), [row.given for row in numbers.by_class]),
            (_("剩余（套）"), [row.units - row.given for row in numbers.by_class]),
        ],
    )


def _closing(numbers: Figures) -> Diagram:
    rows = sorted(numbers.by_class, key=lambda row: (row.closing is None, row.closing or 0))
    return Diagram(
        _("各类房源在第几位分完"),
        _("房源类别"),
        [row.unit_class for row in rows],
        [(_("分完位次"), [row.closing for row in rows])],
    )
