"""Reading a round: results, numbers, receipts; masked, paged, and logged where personal."""

import json

import pytest
from sqlalchemy import select

from housing.core.audit.models import RegisterRow
from housing.core.db.session import Database
from housing.core.errors import BadInput, NotAllowed, NotFound
from housing.core.keyring import Keyring
from housing.rounds import queries
from housing.rounds.models import RoundFile
from housing.rounds.results import Status
from housing.rounds.roll import OFF_ROLL_BASIS
from tests.conftest import NOW, PLACE
from tests.integration.small_county import (
    ACCESSIBLE,
    CENTRE,
    LOW,
    OWN,
    REVIEWER,
    TWO,
    County,
    usual,
)


@pytest.fixture
def county(sqlite_database: Database, keyring: Keyring) -> County:
    return County(sqlite_database, keyring).fill(*usual(keyring))


def test_results_are_masked_paged_and_sorted(county: County) -> None:
    a_round = county.published()
    with county.database.reads() as session:
        total, lines = queries.masked_results(session, a_round.id, size=4)
        _, rest = queries.masked_results(session, a_round.id, page=2, size=4)
        _, turned = queries.masked_results(session, a_round.id, sort="-position")
    assert total == 7
    assert [line.position for line in lines + rest] == [1, 2, 3, 4, 5, 6, 7]
    assert [line.position for line in turned] == [7, 6, 5, 4, 3, 2, 1]
    shown = json.dumps([str(line) for line in turned], ensure_ascii=False)
    assert "SQ2025" not in shown
    assert "张小" not in shown
    assert lines[0].name == "张*庚"
    assert lines[0].application_number == "SQ*******006"


def test_results_are_narrowed_to_one_outcome(county: County) -> None:
    a_round = county.published()
    with county.database.reads() as session:
        found = {
            status: queries.masked_results(session, a_round.id, status=status)
            for status in ("housed", "left_out", "subsidy_due")
        }
    assert {status: total for status, (total, _) in found.items()} == {
        "housed": 5,
        "left_out": 1,
        "subsidy_due": 1,
    }
    for status, (_, lines) in found.items():
        assert all(line.status == status for line in lines)
        assert all((line.flat is not None) == (status == "housed") for line in lines)


def test_before_the_allocation_everybody_stands_in_the_order(county: County) -> None:
    a_round = county.ordered(county.drawn(county.frozen()))
    with county.database.reads() as session:
        total, lines = queries.masked_results(session, a_round.id)
        figures = queries.figures(session, a_round.id)
    assert total == 7
    assert {line.status for line in lines} == {Status.ORDERED}
    assert (figures.households, figures.housed, figures.units) == (7, 0, 5)


def test_before_the_order_there_are_no_results(county: County) -> None:
    a_round = county.frozen()
    with county.database.reads() as session:
        assert queries.masked_results(session, a_round.id) == (0, [])
        with pytest.raises(NotFound):
            queries.figures(session, 99)


def test_figures_add_up(county: County) -> None:
    a_round = county.published()
    with county.database.reads() as session:
        figures = queries.figures(session, a_round.id)
    assert (figures.households, figures.housed, figures.left_out) == (7, 5, 2)
    assert figures.subsidy_due == 1
    assert [(row.tier, row.housed, row.left_out) for row in figures.by_tier] == [
        (0, 1, 1),
        (1, 1, 0),
        (2, 3, 1),
    ]
    assert [(row.wish, row.housed) for row in figures.by_wish] == [(1, 5)]
    by_class = {row.unit_class: row for row in figures.by_class}
    assert {name: (row.units, row.given) for name, row in by_class.items()} == {
        LOW: (2, 2),
        TWO: (1, 1),
        OWN: (1, 1),
        ACCESSIBLE: (1, 1),
    }
    assert by_class[TWO].closing == 2
    assert by_class[OWN].closing is None
    position = next(
        line.position
        for line in queries.masked_results(county.database.reads(), a_round.id)[1]
        if line.status is Status.LEFT_OUT
    )
    assert by_class[LOW].closing == position


def test_a_receipt_finds_its_household_and_nobody_else(county: County) -> None:
    a_round = county.published()
    receipts = county.act(
        REVIEWER, NOW.replace(month=10), lambda work: list(queries.receipts(work, a_round.id))
    )
    assert len(receipts) == 9
    with county.database.reads() as session:
        for household, code in receipts:
            last4 = county.keyring.unseal(household.identity_sealed)[-4:].lower()
            found = queries.find_by_receipt(session, county.keyring, PLACE, code, last4)
            assert found is not None
            outcome = queries.outcome(session, county.keyring, *_ids(found))
            assert outcome.application_number[-3:] == household.application_number[-3:]
            assert queries.find_by_receipt(session, county.keyring, PLACE, code, "0000") is None
            assert queries.find_by_receipt(session, county.keyring, "430102", code, last4) is None
        assert queries.find_by_receipt(session, county.keyring, PLACE, "0" * 16, "001X") is None
        with pytest.raises(BadInput):
            queries.find_by_receipt(session, county.keyring, PLACE, "short", "001X")
        with pytest.raises(NotFound):
            queries.outcome(session, county.keyring, a_round.id, "0" * 32)


def _ids(found: tuple[object, str]) -> tuple[int, str]:
    a_round, roll_id = found
    return int(getattr(a_round, "id")), roll_id  # noqa: B009


def test_receipts_need_a_right_and_are_logged(county: County) -> None:
    a_round = county.published()
    later = NOW.replace(month=10)
    with pytest.raises(NotAllowed):
        county.act(CENTRE, later, lambda work: list(queries.receipts(work, a_round.id)))
    county.act(REVIEWER, later, lambda work: list(queries.receipts(work, a_round.id)))
    with county.database.reads() as session:
        row = session.scalars(select(RegisterRow).order_by(RegisterRow.number.desc())).first()
    assert row is not None
    assert (row.tag, row.actor, row.after) == ("rounds:receipts:shown", "fuhe", {"receipts": 9})


def test_a_round_is_public_from_its_order_on(county: County) -> None:
    """HN-21-6."""
    frozen = county.drawn(county.frozen())
    with county.database.reads() as session:
        assert queries.public_rounds(session, PLACE) == []
        assert [each.id for each in queries.rounds_of(session, PLACE)] == [frozen.id]
    county.ordered(frozen)
    with county.database.reads() as session:
        assert [each.id for each in queries.public_rounds(session, PLACE)] == [frozen.id]
        assert queries.by_code(session, PLACE, frozen.code).id == frozen.id
        with pytest.raises(NotFound):
            queries.by_code(session, "430102", frozen.code)


def test_receipts_of_a_round_that_is_not_public_find_nothing(county: County) -> None:
    a_round = county.frozen()
    receipts = county.act(REVIEWER, NOW, lambda work: list(queries.receipts(work, a_round.id)))
    household, code = receipts[0]
    last4 = county.keyring.unseal(household.identity_sealed)[-4:]
    with county.database.reads() as session:
        assert queries.find_by_receipt(session, county.keyring, PLACE, code, last4) is None


def test_the_households_off_the_roll_are_listed_with_their_article(county: County) -> None:
    """HN-17-2, HN-15-10."""
    a_round = county.frozen()
    with county.database.reads() as session:
        total, rows = queries.off_roll(session, a_round.id)
    assert total == 2
    assert [
        (household.application_number[-3:], OFF_ROLL_BASIS[reason]) for household, reason in rows
    ] == [("008", "HN-17-2"), ("009", "HN-15-10")]


def test_nothing_personal_is_in_the_files(county: County) -> None:
    a_round = county.published()
    households, _ = usual(county.keyring)
    with county.database.reads() as session:
        bodies = b"".join(
            session.scalars(select(RoundFile.body).where(RoundFile.round_id == a_round.id))
        )
    for household in households:
        number = county.keyring.unseal(household.identity_sealed)
        for secret in (household.name, household.application_number, number):
            assert secret.encode() not in bodies
