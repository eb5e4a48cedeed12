"""Why a wish of a household came up in no stage with it: the reasons that no proof table holds."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from housing.rounds.stages import ACCESSIBLE, COMMON, POOL
from housing.standing.rules import rows_for, square_metres, suits

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Turn:
    """One stage of a round as one household met it.

    `listed` are the classes on its list there, none where it took no part; `is_home` says that
    it got its flat there.
    """

    number: int
    key: str
    title: str
    listed: frozenset[str]
    is_home: bool


def not_counted(
    line: Json, rules: Json, units: Json, language: str, called: Callable[[str], str] = str
) -> Iterator[str]:
    """Return a sentence for each wish that could not count: not in the round, or not suitable.

    `called` gives what people call a class.
    """
    classes = {row["id"]: row for row in units["classes"]}
    for name in (name for rank in line["wishes"] for name in rank):
        if name not in classes:
            yield (
                f"{called(name)}: this round has no flats of this class."
                if language == "en"
                else f"{called(name)}：本轮没有这一类房源。"
            )
        elif not _suits(line, classes[name], rules):
            yield _does_not_suit(called(name), line["size"], rules, language)


def _suits(line: Json, unit_class: Json, rules: Json) -> bool:
    needs = bool(line["needs_accessible"] == 1)
    return suits(line["size"], needs, unit_class, rules["suitability"])


def _does_not_suit(name: str, size: int, rules: Json, language: str) -> str:
    fitting = "；".join(
        f"{'、'.join(row['layouts'])} {square_metres(row['area_min'])}–"
        f"{square_metres(row['area_max'])} m²"
        for row in rows_for(size, rules["suitability"])
    )
    if language == "en":
        return f"{name}: does not suit a household of {size}; what suits: {fitting or 'nothing'}."
    return f"{name}：不适合 {size} 人家庭，适合的为 {fitting or '无'}。"


def given_before(
    line: Json,
    rules: Json,
    units: Json,
    turns: Sequence[Turn],
    language: str,
    called: Callable[[str], str] = str,
) -> Iterator[str]:
    """Return why suitable wishes stood on none of its lists; those with one reason together.

    Basis: HN 19 (HN-19-1 to HN-19-4), HN 17 (HN-17-1), HN 21 (HN-21-8).
    """
    classes = {row["id"]: row for row in units["classes"]}
    listed = frozenset[str]().union(*(turn.listed for turn in turns))
    found: dict[str, list[str]] = {}
    for name in (name for rank in line["wishes"] for name in rank):
        if name in classes and name not in listed and _suits(line, classes[name], rules):
            reason = _why_not_open(classes[name], turns, language)
            found.setdefault(reason, []).append(called(name))
    for reason, names in found.items():
        yield (
            f"{', '.join(names)}: {reason}" if language == "en" else f"{'、'.join(names)}：{reason}"
        )


def _why_not_open(unit_class: Json, turns: Sequence[Turn], language: str) -> str:
    is_english = language == "en"
    own = next((turn for turn in turns if turn.key == _stage_of(unit_class)), None)
    home = next((turn for turn in turns if turn.is_home), None)
    housed = ""
    if home is not None and home.key != COMMON:
        housed = (
            f"you had a flat from stage {home.number} and took no part in those after it."
            if is_english
            else f"您在第 {home.number} 阶段已分到房，不再参加以后的阶段。"
        )
    if own is None or (home is not None and home.number < own.number):
        return housed or _not_open(is_english)
    if own.key == COMMON:
        return _not_open(is_english)
    left = "nothing was left for the common stage." if is_english else "没有剩余到统一房源。"
    if is_english:
        return f"given out in stage {own.number} ({own.title}) to those it is for; {housed or left}"
    return f"在第 {own.number} 阶段（{own.title}）先分给该阶段的家庭；{housed or left}"


def _stage_of(unit_class: Json) -> str:
    """The stage whose own flats these are."""
    if unit_class["pool"]:
        return f"{POOL}{unit_class['pool']}"
    return ACCESSIBLE if unit_class["accessible"] == 1 else COMMON


def _not_open(is_english: bool) -> str:
    """Accessible flats come first for those who need them, where the county gives no other."""
    return (
        "under the rules of this round it was not open to you."
        if is_english
        else "按本轮规则不配给您的家庭。"
    )
