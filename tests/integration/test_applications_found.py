"""Finding a case by any scrap, in a time that does not grow with the county."""

from pathlib import Path

import pytest

from housing.applications import finding, queries
from housing.core.access.permissions import Role
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from tests.factories.applications import STRANGER, Counter, member, number, open_counter


@pytest.fixture
def counter(database: Database, keyring: Keyring, tmp_path: Path) -> Counter:
    """The test county, on both databases."""
    return open_counter(database, keyring, tmp_path)


@pytest.mark.parametrize(
    "scrap",
    [
        "SQ2026000001",
        "000001",
        "李安",
        "13800001111",
        "1111",
        number(),
        number()[-4:],
        "安居路",
        "安居路 1 号",
    ],
)
def test_an_application_is_found_by_any_scrap(counter: Counter, scrap: str) -> None:
    application = counter.submitted()
    with counter.database.reads() as session:
        street, elsewhere = counter.actor(Role.STREET), counter.actor(Role.COMMUNITY)
        (found,) = queries.search(session, counter.keyring, street, scrap)
        assert found.id == application.id
        assert queries.search(session, counter.keyring, street, scrap + "9") == []
        stranger = counter.actor(name=STRANGER)
        assert queries.search(session, counter.keyring, stranger, scrap) == []
        assert len(queries.search(session, counter.keyring, elsewhere, scrap)) == 1


def test_a_part_of_a_word_is_looked_for_among_the_newest_only(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "MOST_READ", 1)
    old = counter.submitted()
    home = "清溪街道安居路 9 号"
    one, who = member("李大河", serial=403), counter.actor(name=STRANGER)
    new = counter.submitted(one, who=who, phone="13800002222", address=home, residence_address=home)
    with counter.database.reads() as session:
        street = counter.actor(Role.STREET)

        def found(scrap: str) -> list[int]:
            return [each.id for each in queries.search(session, counter.keyring, street, scrap)]

        for whole in ("李安春", old.number or "", "13800001111", "清溪街道安居路 1 号 3 栋 201"):
            assert found(whole) == [old.id], whole
        for part in ("李", "安居路", "SQ2026", "000002"):
            assert found(part) == [new.id], part
        assert found("李安") == found("000001") == []
