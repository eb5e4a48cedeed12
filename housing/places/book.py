"""Administrative divisions by code and day, read from `config/divisions/*.csv`."""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Self

from housing.core.errors import BadInput, NotFound
from housing.core.settings import config_folder
from housing.places.rows import Level, Place, read_places

__all__ = ["Level", "Place", "PlaceBook"]


class PlaceBook:
    """All places there are or were. Read-only and pure: a code and a day give one answer."""

    def __init__(self, places: Iterable[Place]) -> None:
        """Take the places, in any order.

        Raises:
            BadInput: one code twice on one day, or a parent or successor that is no place or not
                of the level above; names the codes.
        """
        self._places: dict[str, list[Place]] = {}
        for place in sorted(places, key=lambda place: (place.code, place.first or date.min)):
            self._places.setdefault(place.code, []).append(place)
        for held in self._places.values():
            _refuse_overlap(held)
            for place in held:
                self._check_links(place)

    @classmethod
    def load(cls, folder: Path | None = None) -> Self:
        """Return the book of `folder` (default: `config/divisions` of this installation).

        Raises:
            BadInput: a file cannot be read or its places contradict each other.
        """
        paths = sorted((folder or config_folder() / "divisions").glob("*.csv"))
        return cls(place for path in paths for place in read_places(path.name, path.read_bytes()))

    def find(self, code: str, day: date) -> Place:
        """Return the place with this division code (GB/T 2260, six digits) on `day`.

        Raises:
            NotFound: unknown, not yet there or no longer; names the code, the day and, where there
                is one, the place that followed it.
        """
        held = self._places.get(code)
        if held is None:
            raise NotFound(
                f"没有代码为 {code!r} 的地方，请在 config/divisions 填写"
                f" / no place has the code {code!r}; enter it in config/divisions"
            )
        for place in held:
            if place.exists_on(day):
                return place
        raise NotFound(self._gone(held, day))

    def knows(self, code: str, day: date) -> bool:
        """Return whether there is a place with this code on `day`."""
        return any(place.exists_on(day) for place in self._places.get(code, ()))

    def chain(self, code: str, day: date) -> list[Place]:
        """Return the place, then its parent, up to the province.

        Raises:
            NotFound: see `find`.
        """
        place = self.find(code, day)
        return [place, *self.chain(place.parent, day)] if place.parent else [place]

    def children(self, parent: str, day: date, *, samples: bool = False) -> list[Place]:
        """Return the places right below `parent` on `day`, by code; provinces for "".

        Sample places, which exist on no map, are left out unless `samples`.

        Raises:
            NotFound: there is no such parent on that day.
        """
        if parent:
            self.find(parent, day)
        return [
            place
            for held in self._places.values()
            for place in held
            if place.parent == parent and place.exists_on(day) and (samples or not place.sample)
        ]

    def counties(self, place: str, day: date, *, samples: bool = False) -> list[Place]:
        """Return every county in a province or prefecture on `day`; a county gives itself.

        Raises:
            NotFound: there is no such place on that day.
        """
        found = self.find(place, day)
        if found.level is Level.COUNTY:
            return [found]
        below = self.children(place, day, samples=samples)
        return [
            county for child in below for county in self.counties(child.code, day, samples=samples)
        ]

    def _gone(self, held: list[Place], day: date) -> str:
        later = [place for place in held if place.first is not None and place.first > day]
        if later:
            place = later[0]
            return (
                f"{place.code} {place.name} 自 {place.first} 起才有，{day} 尚无"
                f" / {place.code} exists from {place.first} on, not on {day}"
            )
        place = held[-1]
        follows = self._places[place.successor][0] if place.successor else None
        remedy = f"，请改用 {follows.code} {follows.name}" if follows else ""
        use = f"; use {follows.code}" if follows else ""
        return (
            f"{place.code} {place.name} 止于 {place.last}，{day} 已无{remedy}"
            f" / {place.code} existed until {place.last}, not on {day}{use}"
        )

    def _check_links(self, place: Place) -> None:
        above = {Level.PREFECTURE: Level.PROVINCE, Level.COUNTY: Level.PREFECTURE}.get(place.level)
        parents = {held.level for held in self._places.get(place.parent, ())}
        if parents != ({above} if above else set()):
            raise BadInput(
                f"{place.code} {place.name}: parent: {place.parent!r} 不是上一级地方"
                " / is no place of the level above"
            )
        if place.successor and place.successor not in self._places:
            raise BadInput(
                f"{place.code} {place.name}: successor: {place.successor!r} 未列入"
                " / is not on the list"
            )


def _refuse_overlap(held: list[Place]) -> None:
    for earlier, later in pairwise(held):
        if later.first is None or earlier.exists_on(later.first):
            raise BadInput(
                f"{later.code}: {earlier.name} 与 {later.name} 的日期重叠，请写明止日"
                " / two places have one code on one day; give the earlier one its last day"
            )
