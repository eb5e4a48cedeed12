"""The sample county: two made-up sheets of any size, the same for the same seed and day.

No line is a real person: names are drawn from a list of characters, identity numbers carry the
area code 430100, which is not issued to people, with valid check digits. Nothing in the sheets
lies after the given day.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from random import Random

from stdnum.cn.ric import calc_check_digit

from housing.demo.sample_words import (
    EMPLOYERS,
    ESTATES,
    GIVEN,
    PRIORITY,
    PRIORITY_WEIGHTS,
    STREETS,
    SURNAMES,
    Estate,
)
from housing.imports.columns import HOUSEHOLD_COLUMNS
from housing.units.export import COLUMNS as UNIT_COLUMNS

SEED = 2026
AREA_CODE = "430100"
LAYOUT_AREAS = {"一居室": ("33.8", "36.2", "39.5"), "两居室": ("48.6", "54.3", "58.8")}
ENTRANCES, ROOMS = 3, 6
MOBILE_PREFIXES = ("131", "135", "138", "139", "150", "158", "177", "180", "186", "189")

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SampleSheets:
    """Rows of both sheets, without the headers, in the order of their columns."""

    households: tuple[Row, ...]
    units: tuple[Row, ...]

    def households_csv(self) -> bytes:
        """Return the household sheet as UTF-8 CSV with a byte order mark, as centres send it."""
        return _csv(HOUSEHOLD_COLUMNS, self.households)

    def units_csv(self) -> bytes:
        """Return the unit sheet as UTF-8 CSV with a byte order mark."""
        return _csv(UNIT_COLUMNS, self.units)


@dataclass(frozen=True, slots=True)
class _Class:
    name: str
    estate: str
    layout: str
    accessible: bool
    weight: int


def make_sample(
    day: date, households: int = 3000, units: int = 620, seed: int = SEED
) -> SampleSheets:
    """Return sheets of `households` applications and `units` flats as they stand on `day`."""
    rng = Random(seed)  # noqa: S311  made-up people, no secret
    unit_rows = _units(rng, units, day)
    classes = _classes(unit_rows)
    made = _Households(rng, day, classes)
    return SampleSheets(tuple(made.row(n) for n in range(1, households + 1)), tuple(unit_rows))


def _units(rng: Random, count: int, day: date) -> list[Row]:
    estates = rng.choices(ESTATES, weights=[estate.share for estate in ESTATES], k=count)
    rows = []
    for estate in ESTATES:
        wanted = estates.count(estate)
        a_building = ENTRANCES * estate.floors * ROOMS
        doors = a_building * max(3, ceil(wanted * 3 / a_building))
        completed = day - timedelta(days=rng.randint(*estate.completed))
        for door in rng.sample(range(doors), wanted):
            rows.append((estate, door, completed))
    rng.shuffle(rows)
    return [_unit(rng, number, *row) for number, row in enumerate(rows, start=1)]


def _unit(rng: Random, number: int, estate: Estate, door: int, completed: date) -> Row:
    building, rest = divmod(door, ENTRANCES * estate.floors * ROOMS)
    entrance, rest = divmod(rest, estate.floors * ROOMS)
    floor, room = divmod(rest, ROOMS)
    floor += 1
    layout = rng.choices(list(LAYOUT_AREAS), weights=(2, 3))[0]
    lift = estate.floors > 7
    accessible = (lift or floor == 1) and rng.randrange(100) < estate.accessible_percent
    band = "低" if floor <= 6 else "中" if floor <= 18 else "高"
    return (
        f"{estate.code}-{number:06d}",
        estate.code,
        estate.name,
        estate.street,
        f"{building + 1}栋",
        f"{entrance + 1}单元",
        f"{floor:02d}{room + 1:02d}",
        str(floor),
        str(estate.floors),
        layout,
        rng.choice(LAYOUT_AREAS[layout]),
        "是" if accessible else "否",
        "是" if lift else "否",
        estate.owner,
        estate.reserved_for,
        completed.isoformat(),
        estate.rent,
        "空置",
        f"{estate.code}-{layout}-{band}-{'无障碍' if accessible else '普通'}",
    )


def _classes(units: Sequence[Row]) -> list[_Class]:
    liking = {estate.code: estate.liking for estate in ESTATES}
    found: dict[str, _Class] = {}
    for row in units:
        name, code, layout = row[-1], row[1], row[9]
        middle = 3 if "-中-" in name else 2
        found.setdefault(
            name, _Class(name, code, layout, name.endswith("无障碍"), liking[code] * middle)
        )
    return [found[name] for name in sorted(found)]


class _Households:
    """Draws one household after the other; remembers what must not come twice."""

    def __init__(self, rng: Random, day: date, classes: Sequence[_Class]) -> None:
        self.rng = rng
        self.day = day
        self.classes = classes
        self.people: set[str] = set()
        self.phones: set[str] = set()

    def row(self, number: int) -> Row:
        """Return one line of the household sheet."""
        rng = self.rng
        group = rng.choices(
            ("城镇低收入", "城镇中等偏下收入", "外来务工人员", "新就业无房职工"), (34, 30, 21, 15)
        )[0]
        works = group in ("外来务工人员", "新就业无房职工")
        registered = self.day - timedelta(days=rng.randint(1, 1080))
        accepted = registered - timedelta(days=rng.randint(45, 110))
        age = rng.randint(22, 34) if group == "新就业无房职工" else rng.randint(24, 76)
        size = self._size(group)
        employer = rng.choice(list(EMPLOYERS)) if works else ""
        priority = self._priority(works, age)
        accessible = priority in ("重度残疾", "孤老") and rng.random() < 0.5
        wishes = self._wishes(size, employer, accessible)
        return (
            f"SQ{accepted.year}{number:06d}",
            self._name(),
            "居民身份证",
            self._identity(accepted, age),
            self._phone(),
            rng.choice(STREETS),
            group,
            str(size),
            self._rescue(group, size),
            priority,
            str(self._income(group)),
            str(int(rng.lognormvariate(9.9, 1.0))),
            self._present_area(size),
            str(rng.randint(12, 96)) if works else "",
            employer,
            accepted.isoformat(),
            registered.isoformat(),
            "是" if accessible else "否",
            "实物配租" if wishes and rng.random() > 0.07 else "租赁补贴",
            wishes,
        )

    def _size(self, group: str) -> int:
        weights = (70, 15, 12, 3, 0, 0) if group == "新就业无房职工" else (22, 24, 30, 16, 6, 2)
        return self.rng.choices(range(1, 7), weights)[0]

    def _rescue(self, group: str, size: int) -> str:
        if group != "城镇低收入":
            return "无"
        weights = (77, 20, 3 if size <= 2 else 0)
        return self.rng.choices(("无", "低保", "分散供养特困"), weights)[0]

    def _priority(self, works: bool, age: int) -> str:
        if works or self.rng.random() > 0.12:
            return ""
        found = self.rng.choices(PRIORITY, PRIORITY_WEIGHTS)[0]
        return "重度残疾" if found == "孤老" and age < 60 else found

    def _income(self, group: str) -> int:
        low, high = (0, 1600) if group == "城镇低收入" else (1300, 2500)
        return self.rng.randint(low, high)

    def _present_area(self, size: int) -> str:
        if self.rng.random() < 0.7:
            return "0"
        return f"{size * self.rng.uniform(4, 12.5):.1f}"

    def _name(self) -> str:
        given = "".join(self.rng.choices(GIVEN, k=self.rng.choice((1, 2, 2))))
        return self.rng.choice(SURNAMES) + given

    def _identity(self, accepted: date, age: int) -> str:
        while True:
            born = accepted - timedelta(days=age * 366 + self.rng.randint(0, 364))
            body = f"{AREA_CODE}{born:%Y%m%d}{self.rng.randrange(1000):03d}"
            number = body + str(calc_check_digit(body + "0"))
            if number not in self.people:
                self.people.add(number)
                return number

    def _phone(self) -> str:
        while True:
            phone = self.rng.choice(MOBILE_PREFIXES) + f"{self.rng.randrange(10**8):08d}"
            if phone not in self.phones:
                self.phones.add(phone)
                return phone

    def _wishes(self, size: int, employer: str, accessible: bool) -> str:
        layout = "一居室" if size <= 2 else "两居室"
        own = EMPLOYERS[employer]
        fitting = [k for k in self.classes if k.layout == layout]
        if accessible:
            fitting = [k for k in fitting if k.accessible] or fitting
        elif self.rng.random() < 0.95:
            fitting = [k for k in fitting if not k.accessible] or fitting
        wished = _draw(self.rng, fitting, own, self.rng.randint(1, 8))
        text = wished[0] if wished else ""
        for name in wished[1:]:
            text += ("/" if self.rng.random() < 0.08 else ";") + name
        return text


def _draw(rng: Random, classes: Sequence[_Class], own: str, count: int) -> list[str]:
    """Draw distinct classes by their weight; those of one's own employer come to mind first."""
    keys = [
        (rng.random() ** (1 / (k.weight * (30 if k.estate == own else 1))), k.name) for k in classes
    ]
    return [name for _, name in sorted(keys, reverse=True)[:count]]


def _csv(columns: Sequence[str], rows: Sequence[Row]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")
