"""Households: sealed in the database, masked on pages, shown by right and with a reason."""

import pytest
from sqlalchemy import text

from housing.core.access.permissions import Role
from housing.core.audit.models import RegisterRow
from housing.core.audit.tags import Tag
from housing.core.db.session import Database
from housing.core.errors import BadInput, NotAllowed, NotFound
from housing.core.keyring import Keyring
from housing.core.work import Work
from housing.households import queries, service
from housing.households.masking import masked_identity, masked_name, masked_phone
from tests.conftest import PLACE, work_in
from tests.factories.stock import household_facts, keep_households


def _kept(database: Database, keyring: Keyring, role: Role) -> tuple[Work, int]:
    work = work_in(database, keyring, Role.CENTRE)
    first = keep_households(work, household_facts(1), household_facts(2, phone=""))[0].id
    work.session.commit()
    work.session.close()
    return work_in(database, keyring, role), first


def test_the_database_holds_no_number_of_a_person(database: Database, keyring: Keyring) -> None:
    work, _first = _kept(database, keyring, Role.CENTRE)
    stored = "".join(str(row) for row in work.session.execute(text("SELECT * FROM households")))
    facts = household_facts(1)
    assert facts.identity_number not in stored
    assert facts.phone not in stored
    work.session.close()


def test_revealing_needs_a_right_and_a_reason_and_is_written_down(
    database: Database, keyring: Keyring
) -> None:
    work, first = _kept(database, keyring, Role.COUNTY_REVIEWER)
    with pytest.raises(BadInput, match="reason"):
        service.reveal(work, first, "  ")
    shown = service.reveal(work, first, " 核对社保 ")
    assert shown.identity_number == household_facts(1).identity_number
    assert shown.phone == household_facts(1).phone
    row = work.session.get(RegisterRow, (PLACE, 1))
    assert row is not None
    assert (row.tag, row.subject) == (Tag.PERSONAL_DATA_SHOWN, "household:SQ2025000001")
    assert row.reason == "核对社保"
    assert shown.identity_number not in str(row.after)
    work.session.close()


def test_the_centre_may_import_but_not_reveal(sqlite_database: Database, keyring: Keyring) -> None:
    work, first = _kept(sqlite_database, keyring, Role.CENTRE)
    with pytest.raises(NotAllowed):
        service.reveal(work, first, "看看")
    with pytest.raises(NotFound):
        queries.get(work.session, "430100", first)
    work.session.close()


@pytest.mark.parametrize(
    "words", ["SQ2025000001", "SQ202500000", "0001", "李安", "IDENTITY", "13800000001"]
)
def test_searching(database: Database, keyring: Keyring, words: str) -> None:
    work, first = _kept(database, keyring, Role.CENTRE)
    asked = household_facts(1).identity_number.lower() if words == "IDENTITY" else words
    total, found = queries.listed(work.session, keyring, PLACE, asked)
    assert first in [household.id for household in found]
    assert total == (2 if words in ("SQ202500000", "李安") else 1)
    work.session.close()


def test_a_percent_sign_finds_nobody(sqlite_database: Database, keyring: Keyring) -> None:
    work, _first = _kept(sqlite_database, keyring, Role.CENTRE)
    assert queries.listed(work.session, keyring, PLACE, "%")[0] == 0
    assert queries.listed(work.session, keyring, PLACE, sort="-number", limit=1)[1][0].id == 2
    assert queries.count(work.session, PLACE) == 2
    work.session.close()


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张小明", "张*明"),
        ("张明", "张*"),
        ("欧阳明", "欧阳*"),
        ("欧阳小明", "欧阳*明"),
        ("欧阳", "欧*"),
        ("阿依古丽", "阿**丽"),
        ("张", "张"),
        ("", ""),
    ],
)
def test_names_are_masked(name: str, masked: str) -> None:
    assert masked_name(name) == masked


def test_numbers_are_masked() -> None:
    assert masked_identity("430100199003074010") == "430*************10"
    assert masked_phone("13800001111") == "138******11"
    assert masked_phone("1380000") == "*******"
