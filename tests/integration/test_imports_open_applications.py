"""A sheet cannot bring somebody in whose application is open in the system already."""

from datetime import timedelta
from pathlib import Path

import pytest

from housing.applications import service as applications
from housing.core.access.permissions import Role
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.imports import service
from housing.imports.fault_kinds import FaultKind as K
from tests.conftest import work_in
from tests.factories.applications import number, open_counter
from tests.factories.reviews import Desk
from tests.factories.sheets import HOUSEHOLDS, UNITS, csv_file, household, unit


@pytest.fixture
def desk(database: Database, keyring: Keyring, tmp_path: Path) -> Desk:
    """The officers of a county."""
    return Desk(open_counter(database, keyring, tmp_path))


def _imported(desk: Desk, application_number: str) -> service.Outcome:
    row = household(申请编号=application_number, 姓名="李安春", 证件号码=number(), 手机="")
    counter = desk.counter
    moment = counter.now + timedelta(minutes=1)
    work = work_in(counter.database, counter.keyring, Role.CENTRE, moment)
    sheets = [csv_file(UNITS, [unit()]), csv_file(HOUSEHOLDS, [row])]
    outcome = service.import_sheets(work, sheets)
    work.session.commit()
    work.session.close()
    return outcome


def _kinds(outcome: service.Outcome) -> set[tuple[K, int]]:
    return {(found.kind, found.row) for found in outcome.faults}


def test_an_open_application_is_named_with_the_way_out(desk: Desk) -> None:
    case = desk.counter.submitted()
    outcome = _imported(desk, "SQ77")
    assert _kinds(outcome) == {(K.PERSON_APPLYING, 2)}
    assert str(case.number) in outcome.faults[0].what("en")
    assert "withdraw" in outcome.faults[0].remedy("en")


def test_its_own_number_does_not_help_before_it_is_registered(desk: Desk) -> None:
    case = desk.counter.submitted()
    assert _kinds(_imported(desk, str(case.number))) == {(K.PERSON_APPLYING, 2)}


def test_a_withdrawn_application_is_in_nobodys_way(desk: Desk) -> None:
    case = desk.counter.submitted()
    with desk.counter.work() as work:
        applications.withdraw(work, case.id, "不再申请")
    assert _imported(desk, "SQ77").is_taken


def test_a_registered_household_is_brought_up_to_date(desk: Desk) -> None:
    case = desk.registered()
    outcome = _imported(desk, str(case.number))
    assert K.PERSON_APPLYING not in {kind for kind, _row in _kinds(outcome)}
    assert (K.PERSON_APPLYING, 2) in _kinds(_imported(desk, "SQ77"))
