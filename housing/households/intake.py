"""Taking households from a sheet: what would change, and then the change itself."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from housing.core.access.permissions import Permission
from housing.core.keyring import Keyring
from housing.core.work import Work
from housing.households.facts import HouseholdFacts
from housing.households.models import Household

# Empty cells are written as NULL, so that all rows are one statement instead of hundreds.
AS_GIVEN = {"render_nulls": True}
SEALED = ("identity_number", "phone")
PLAIN = tuple(item.name for item in fields(HouseholdFacts) if item.name not in SEALED)


@dataclass(frozen=True, slots=True)
class Taken:
    """A row and the columns it becomes, without what has to be sealed."""

    facts: HouseholdFacts
    columns: dict[str, Any]


@dataclass(slots=True)
class Comparison:
    """A sheet of households beside what is on file.

    `on_file` maps an application number of the sheet to the other application that the same
    person has on file; `person_changed` are application numbers whose identity number differs
    from the one on file, `person_replaced` those whose name differs as well; `absent` counts
    what is on file and not in the sheet.
    """

    new: list["Taken"] = field(default_factory=list)
    changed: list[tuple[int, "Taken"]] = field(default_factory=list)
    unchanged: int = 0
    on_file: dict[str, str] = field(default_factory=dict)
    person_changed: set[str] = field(default_factory=set)
    person_replaced: set[str] = field(default_factory=set)
    absent: int = 0


def compare(
    session: Session, keyring: Keyring, place: str, rows: Sequence[HouseholdFacts]
) -> Comparison:
    """Compare the rows of a sheet with the households on file; reads only."""
    stored = session.scalars(select(Household).where(Household.place == place)).all()
    by_number = {household.application_number: household for household in stored}
    by_person = {
        household.identity_index: household for household in stored if household.left_on is None
    }
    result = Comparison(absent=len(by_number.keys() - {facts.application_number for facts in rows}))
    for facts in rows:
        taken = Taken(facts, _columns(keyring, facts))
        old = by_number.get(facts.application_number)
        same_person = by_person.get(taken.columns["identity_index"])
        if same_person is not None and same_person is not old:
            result.on_file[facts.application_number] = same_person.application_number
        _sort_in(result, taken, old)
    return result


def _sort_in(result: Comparison, taken: Taken, old: Household | None) -> None:
    if old is None:
        result.new.append(taken)
    elif any(getattr(old, name) != value for name, value in taken.columns.items()):
        result.changed.append((old.id, taken))
        if old.identity_index != taken.columns["identity_index"]:
            same_name = old.name == taken.facts.name
            said = result.person_changed if same_name else result.person_replaced
            said.add(taken.facts.application_number)
    else:
        result.unchanged += 1


def keep(work: Work, comparison: Comparison, import_id: int) -> None:
    """Store new households and change known ones; the caller writes the register.

    Raises:
        NotAllowed: the actor may not import sheets.
    """
    work.actor.must(Permission.IMPORT_SHEETS)
    sealed = [_sealed(work.keyring, taken, work.place, import_id) for taken in comparison.new]
    if sealed:
        work.session.execute(insert(Household), sealed, execution_options=AS_GIVEN)
    changed = [
        {"id": household_id, **_sealed(work.keyring, taken, work.place, import_id)}
        for household_id, taken in comparison.changed
    ]
    if changed:
        work.session.execute(update(Household), changed)


def new_columns(keyring: Keyring, facts: HouseholdFacts, place: str) -> dict[str, Any]:
    """Return every column of a new household, with identity number and phone sealed."""
    return _sealed(keyring, Taken(facts, _columns(keyring, facts)), place, None)


def _sealed(keyring: Keyring, taken: Taken, place: str, import_id: int | None) -> dict[str, Any]:
    facts = taken.facts
    return {
        **taken.columns,
        "place": place,
        "identity_sealed": keyring.seal(facts.identity_number),
        "phone_sealed": keyring.seal(facts.phone) if facts.phone else None,
        "import_id": import_id,
    }


def _columns(keyring: Keyring, facts: HouseholdFacts) -> dict[str, Any]:
    """Return the columns that tell whether a household has changed."""
    columns = {name: getattr(facts, name) for name in PLAIN}
    columns["identity_index"] = keyring.blind(facts.identity_number)
    columns["phone_index"] = keyring.blind(facts.phone) if facts.phone else None
    return columns
