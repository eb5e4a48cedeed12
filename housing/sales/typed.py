"""What people type in lines: the people of a household, the dwellings of a unit."""

from collections.abc import Iterator

from housing.core.errors import BadInput
from housing.sales.people import Person
from housing.sales.purchasing import Dwelling


def people(text: str) -> tuple[Person, ...]:
    """Return one person a line: name, identity number and, after the first, the relation.

    Raises:
        BadInput: a line lacks something; names its number.
    """
    found = []
    for number, words in _lines(text):
        if len(words) < 2 or (number > 1 and len(words) < 3):
            raise BadInput(
                f"第 {number} 行：请按“姓名 证件号码 与申购人关系”填写"
                f" / line {number}: write name, identity number and relation"
            )
        found.append(Person(words[0], words[1], words[2] if len(words) > 2 else "本人"))
    return tuple(found)


def dwellings(text: str) -> tuple[Dwelling, ...]:
    """Return one dwelling a line: its code, the occupant's name and number, and the proof.

    Raises:
        BadInput: a line lacks something; names its number.
    """
    found = []
    for number, words in _lines(text):
        if len(words) < 4:
            raise BadInput(
                f"第 {number} 行：请按“房源编号 居住人 证件号码 无房证明”填写"
                f" / line {number}: write code, occupant, identity number and proof"
            )
        occupant = Person(words[1], words[2], "职工", no_dwelling=words[3])
        found.append(Dwelling(words[0], occupant))
    return tuple(found)


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    rows = [line.replace("　", " ").split() for line in text.splitlines()]
    yield from enumerate((row for row in rows if row), start=1)
