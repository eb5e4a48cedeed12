"""The terms of a round: every policy value it rests on, as they stand in rules.json."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from housing.core.errors import BrokenRule
from housing.policies import PolicyBook

#: What the roll, the order and the stages rest on; `own_stock` only where units are meant for
#: somebody, `approved_mechanism` only where the county has one.
NEEDED = (
    "priority_rules",
    "scoring_table",
    "housing_area_line_per_capita",
    "suitable_flats",
    "round_order_method",
    "strike_classes",
    "ordinary_for_accessible_need",
    "allocation_order_publicity_period",
    "last_day_rolls_over",
    "seed_sources",
    "seed_bits_least",
)
IF_SET = ("own_stock", "approved_mechanism")
BY_DEFAULT = "in_turn"
KNOWN = ("in_turn", "priority")


def approved_mechanism(book: PolicyBook, place: str, day: date) -> str:
    """Return how flats are given out: the county's approved method, else in turn.

    Basis: HN 21 (HN-21-5), HN 18 (HN-18-3). To choose in turn is what the article says by its
    letter and needs no further approval.
    """
    value = book.find("approved_mechanism", place, day)
    return str(value.value["mechanism"]) if value else BY_DEFAULT


def check_mechanism(book: PolicyBook, place: str, day: date, mechanism: str) -> None:
    """Refuse a mechanism that a county round does not know or that nobody has approved.

    Raises:
        BrokenRule: names the mechanism and the article.
    """
    if mechanism not in KNOWN:
        raise BrokenRule(
            f"分配办法 {mechanism!r} 不用于县级轮次，可用：{'、'.join(KNOWN)}"
            f" / a county round knows only {', '.join(KNOWN)}"
        )
    if mechanism != BY_DEFAULT and approved_mechanism(book, place, day) != mechanism:
        raise BrokenRule(
            f"{place} 在 {day} 没有经批准并公开的“{mechanism}”办法，"
            f"请先登记批准文号，或改用 {BY_DEFAULT} / no approved and published method {mechanism}"
            " on file; enter it in config/policies/method.toml, or choose in turn",
            rules=("HN-21-5", "HN-18-3"),
        )


def terms_json(book: PolicyBook, place: str, day: date, mechanism: str) -> dict[str, Any]:
    """Return the content of rules.json: the terms of a round frozen on `day`.

    Raises:
        MissingPolicyValue: a value that the round needs is not set; names it and its rules.
    """
    values = [book.value(parameter, place, day) for parameter in NEEDED]
    values += [found for name in IF_SET if (found := book.find(name, place, day))]
    by_name = {value.parameter: value for value in values}
    return {
        "format": 1,
        "place": place,
        "day": day.isoformat(),
        "mechanism": mechanism,
        "strike_classes": by_name["strike_classes"].value,
        "ordinary_for_accessible_need": by_name["ordinary_for_accessible_need"].value,
        "suitability": [{"size_max": None, **row} for row in by_name["suitable_flats"].value],
        "values": [by_name[name].to_json() for name in sorted(by_name)],
    }


def term(rules: Mapping[str, Any], parameter: str) -> Any:
    """Return one value out of rules.json, or None when the round does not rest on it."""
    for value in rules["values"]:
        if value["parameter"] == parameter:
            return value["value"]
    return None
