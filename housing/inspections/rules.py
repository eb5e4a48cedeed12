"""What visits and meters say about whether anybody lives in a flat: readings in, signals out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from housing.core.errors import BadInput
from housing.inspections.words import ANSWERED_WORDS, METER_WORDS, Answered, Finding, Meter


@dataclass(frozen=True, slots=True)
class Seen:
    """One visit as far as it says whether anybody lives there; meters in hundredths."""

    on: date
    answered: Answered
    meters: Mapping[str, int]
    findings: tuple[Finding, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Signal:
    """One sign on one day. `lived_in`: True or False, None where it says neither.

    `source` is the number of the visit that it rests on.
    """

    on: date
    lived_in: bool | None
    detail: str
    source: str


#: Nobody opening the door proves nothing by itself: people work.
_DOOR: Mapping[Answered, tuple[bool | None, str]] = {
    Answered.TENANT: (True, ANSWERED_WORDS[Answered.TENANT]),
    Answered.FAMILY: (True, ANSWERED_WORDS[Answered.FAMILY]),
    Answered.STRANGER: (None, ANSWERED_WORDS[Answered.STRANGER]),
    Answered.NOBODY: (None, ANSWERED_WORDS[Answered.NOBODY]),
    Answered.REFUSED: (None, ANSWERED_WORDS[Answered.REFUSED]),
}


def signals(visits: Iterable[Seen]) -> list[Signal]:
    """Return the signs of all visits by day: who opened, what was found, how the meters moved.

    A meter that did not move since the visit before says that nobody lived there in between; one
    that moved says that somebody did, whatever the door said. Basis: HN 34 (HN-34-8).
    """
    told: list[Signal] = []
    read: dict[str, tuple[date, int]] = {}
    for visit in sorted(visits, key=lambda each: each.on):
        lived_in, words = _DOOR[visit.answered]
        told.append(Signal(visit.on, lived_in, words, visit.source))
        if Finding.EMPTY in visit.findings:
            told.append(Signal(visit.on, False, "屋内没有居住的迹象", visit.source))
        told += [
            _moved(Meter(name), read[name], reading, visit)
            for name, reading in visit.meters.items()
            if name in read
        ]
        read |= {name: (visit.on, reading) for name, reading in visit.meters.items()}
    return told


def must_be_plausible(meters: Mapping[str, int], last: Mapping[str, int]) -> None:
    """Refuse readings below zero, of an unknown meter, or below the reading before.

    Raises:
        BadInput: names the meter; a changed meter is said in the note and read anew.
    """
    for name, reading in meters.items():
        if name not in METER_WORDS:
            raise BadInput(f"表数：没有“{name}”表 / meters: there is no meter {name}")
        words = METER_WORDS[Meter(name)]
        if reading < 0:
            raise BadInput(f"{words}读数：不能为负数 / {name}: must not be negative")
        if reading < last.get(name, 0):
            raise BadInput(
                f"{words}读数：{_shown(reading)} 小于上次的 {_shown(last[name])}；"
                "换过表的，请在备注中写明，读数留空"
                f" / {name}: {_shown(reading)} is below the last reading, {_shown(last[name])};"
                " where the meter was changed, say so in the note and leave it empty"
            )


def _moved(meter: Meter, last: tuple[date, int], reading: int, visit: Seen) -> Signal:
    since, before = last
    used = reading - before
    words = f"{METER_WORDS[meter]}自 {since} 以来用量 {_shown(used)}"
    return Signal(visit.on, used > 0, words, visit.source)


def _shown(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02d}"
