"""A county whose decisions rest on another basis than Hunan's gets no round that cites Hunan."""

from datetime import date

import pytest

from housing.core.access.actor import Actor
from housing.core.access.permissions import Role
from housing.core.db.session import Database
from housing.core.errors import BrokenRule, MissingPolicyValue
from housing.core.keyring import Keyring
from housing.core.work import Work
from housing.policies import PolicyBook
from housing.policies.value import PolicyValue
from housing.rounds import service
from tests.conftest import NOW

HANZHONG = Actor(name="hanzhong", role=Role.CENTRE, place="610700")
BASIS = PolicyValue(
    parameter="legal_basis",
    value={
        "order": "《公共租赁住房管理办法》（住房和城乡建设部令第11号）",
        "document": "某文〔2026〕1号",
    },
    unit="text",
    place="610700",
    in_force_from=date(2026, 1, 1),
    in_force_to=None,
    basis="gap",
    rules=(),
    source="某文",
    provisional=False,
)


def _prepare(database: Database, keyring: Keyring, book: PolicyBook) -> None:
    with database.acts() as session:
        work = Work(session=session, actor=HANZHONG, now=NOW, keyring=keyring)
        service.prepare(work, name="一", approval_document="批1号", seed_source="dice", book=book)


def test_without_a_basis_on_file_there_is_no_decision(
    sqlite_database: Database, keyring: Keyring
) -> None:
    with pytest.raises(MissingPolicyValue, match="legal_basis"):
        _prepare(sqlite_database, keyring, PolicyBook.load())


def test_with_its_own_basis_a_county_is_not_given_hunan_s(
    sqlite_database: Database, keyring: Keyring
) -> None:
    shipped = PolicyBook.load()
    book = PolicyBook(
        [*shipped.all_values(), BASIS], shipped.instruments, shipped.procedures, shipped.registry
    )
    with pytest.raises(BrokenRule, match=r"第11号.*cite the Hunan measures only"):
        _prepare(sqlite_database, keyring, book)
