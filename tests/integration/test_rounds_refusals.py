"""What a round refuses, with words that say what is wrong and what to do."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from housing.core.access.actor import Actor
from housing.core.access.permissions import Role
from housing.core.db.session import Database
from housing.core.errors import (
    BadInput,
    BrokenRule,
    HousingError,
    MissingPolicyValue,
    NotAllowed,
    NotFound,
    WrongState,
)
from housing.core.keyring import Keyring
from housing.core.work import Work
from housing.households.models import Household
from housing.policies import PolicyBook
from housing.rounds import service
from housing.rounds.models import Round, RoundFile
from housing.units.models import Unit
from tests.conftest import NOW, PLACE, actor
from tests.integration.small_county import (
    AFTER_PUBLICITY,
    CENTRE,
    DICE,
    DRAWN_AT,
    HEAD,
    LOW,
    REVIEWER,
    TWO,
    County,
    own_unit,
    unit,
    usual,
)
from tests.refusing import breaks

LATER = NOW + timedelta(hours=3)


@pytest.fixture
def county(sqlite_database: Database, keyring: Keyring) -> County:
    return County(sqlite_database, keyring).fill(*usual(keyring))


def without(parameter: str) -> PolicyBook:
    """Return the shipped values but one."""
    shipped = PolicyBook.load()
    values = (v for v in shipped.all_values() if v.parameter != parameter)
    return PolicyBook(values, shipped.instruments, shipped.procedures, shipped.registry)


def prepare(**changes: Any) -> Callable[[Work], Round]:
    plain = {"name": "一", "approval_document": "批1号", "seed_source": "dice"}
    return lambda work: service.prepare(work, **(plain | changes))


def seed(round_id: int, **changes: Any) -> Callable[[Work], Round]:
    plain: dict[str, Any] = {"text": DICE, "drawn_at": DRAWN_AT, "witnesses": "公证处"}
    return lambda work: service.enter_seed(work, round_id, **(plain | changes))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": " "}, "name"),
        ({"approval_document": ""}, "approval"),
        ({"name": "一" * 129}, "at most 128"),
        ({"seed_source": "coin"}, "coin.*ssq"),
    ],
)
def test_a_round_needs_name_document_and_source(
    county: County, changes: dict[str, Any], words: str
) -> None:
    """HN-20-1."""
    with pytest.raises(BadInput, match=words):
        county.act(CENTRE, NOW, prepare(**changes))


def test_without_an_approved_method_flats_are_chosen_in_turn(county: County) -> None:
    """HN-21-5, HN-18-3."""
    book = without("approved_mechanism")
    assert county.act(CENTRE, NOW, prepare(book=book)).mechanism == "in_turn"
    with breaks("HN-18-3"):
        county.act(CENTRE, NOW, prepare(book=book, mechanism="priority"))
    with pytest.raises(BrokenRule, match="constrained"):
        county.act(CENTRE, NOW, prepare(mechanism="constrained"))


def test_an_approval_that_ended_before_the_freeze_no_longer_counts(county: County) -> None:
    a_round = county.adopted("priority")
    with breaks("HN-21-5"):
        county.act(
            CENTRE,
            NOW,
            lambda work: service.freeze(work, a_round.id, book=without("approved_mechanism")),
        )


def test_a_roll_is_adopted_on_the_word_of_a_document(county: County) -> None:
    """HN-21-2."""
    a_round = county.act(CENTRE, NOW, prepare())
    with pytest.raises(BadInput, match="document"):
        county.act(CENTRE, NOW, lambda work: service.adopt_roll(work, a_round.id, document=" "))


def freeze_refused(
    database: Database,
    keyring: Keyring,
    change: Callable[[list[Household], list[Unit]], Any],
    refusal: type[HousingError],
    words: str,
    book: PolicyBook | None = None,
) -> None:
    households, stock = usual(keyring)
    change(households, stock)
    county = County(database, keyring).fill(households, stock)
    a_round = county.adopted()
    with pytest.raises(refusal, match=words):
        county.act(CENTRE, NOW, lambda work: service.freeze(work, a_round.id, book=book))
    with database.reads() as session:
        assert not session.scalars(select(RoundFile)).all()


def _unknown_owner(_households: list[Household], stock: list[Unit]) -> None:
    stock.append(own_unit(9, owner="县第二中学"))


def _unlike_units(_households: list[Household], stock: list[Unit]) -> None:
    stock.append(unit(9, LOW, layout="两居室"))


def _unknown_group(households: list[Household], _stock: list[Unit]) -> None:
    households[0].priority_groups = ["老教师"]


@pytest.mark.parametrize(
    ("change", "refusal", "words"),
    [
        (lambda _households, stock: stock.clear(), BadInput, "no vacant unit"),
        (lambda households, _stock: households.clear(), BadInput, "nobody is on the roll"),
        (_unknown_owner, MissingPolicyValue, "P06-0009.*县第二中学"),
        (_unlike_units, BadInput, "P01-0001.*P01-0009.*layout"),
        (_unknown_group, BadInput, "SQ2025000001.*老教师"),
    ],
)
def test_a_roll_that_cannot_be_right_is_not_frozen(
    sqlite_database: Database,
    keyring: Keyring,
    change: Callable[[list[Household], list[Unit]], Any],
    refusal: type[HousingError],
    words: str,
) -> None:
    freeze_refused(sqlite_database, keyring, change, refusal, words)


def test_a_missing_value_stops_the_freeze(sqlite_database: Database, keyring: Keyring) -> None:
    freeze_refused(
        sqlite_database,
        keyring,
        lambda *_: None,
        MissingPolicyValue,
        "suitable_flats.*HN-10-2",
        without("suitable_flats"),
    )


@pytest.mark.parametrize(
    ("changes", "refusal", "words"),
    [
        ({"drawn_at": NOW}, BrokenRule, "known before the roll was frozen"),
        ({"drawn_at": NOW - timedelta(days=1)}, BrokenRule, "take a drawing after the freeze"),
        ({"drawn_at": LATER + timedelta(minutes=1)}, BadInput, "future"),
        ({"drawn_at": datetime(2026, 9, 1, 12)}, BadInput, "time zone"),  # noqa: DTZ001
        ({"text": DICE[:-1]}, BadInput, "62 bits, 2 short"),
        ({"text": f"{DICE} "}, BadInput, "35162"),
        ({"witnesses": ""}, BadInput, "witnesses"),
    ],
)
def test_a_seed_that_cannot_be_trusted_is_refused(
    county: County, changes: dict[str, Any], refusal: type[HousingError], words: str
) -> None:
    """HN-21-5."""
    a_round = county.frozen()
    with pytest.raises(refusal, match=words):
        county.act(REVIEWER, LATER, seed(a_round.id, **changes))


def test_a_button_pressed_twice_prepares_one_round(county: County) -> None:
    a_round = county.act(CENTRE, NOW, prepare())
    with pytest.raises(WrongState, match=f"{a_round.code} is prepared under this name"):
        county.act(CENTRE, NOW, prepare())
    assert county.act(CENTRE, NOW, prepare(name="另一轮")).code != a_round.code


def test_a_seed_before_the_freeze_finds_no_frozen_round(county: County) -> None:
    a_round = county.adopted()
    with pytest.raises(WrongState, match="cannot enter_seed while re_reviewing"):
        county.act(REVIEWER, LATER, seed(a_round.id))


def test_who_froze_the_roll_may_not_enter_the_seed(county: County) -> None:
    a_round = county.adopted()
    county.act(REVIEWER, NOW, lambda work: service.freeze(work, a_round.id))
    with pytest.raises(NotAllowed, match="another person"):
        county.act(REVIEWER, LATER, seed(a_round.id))


def test_who_entered_the_seed_may_not_publish(county: County) -> None:
    a_round = county.frozen()
    county.act(HEAD, LATER, seed(a_round.id))
    county.ordered(a_round)
    county.act(CENTRE, AFTER_PUBLICITY, lambda work: service.allocate(work, a_round.id))
    county.act(CENTRE, AFTER_PUBLICITY, lambda work: service.check(work, a_round.id))
    with pytest.raises(NotAllowed, match="third person"):
        county.act(
            HEAD,
            AFTER_PUBLICITY,
            lambda work: service.publish(work, a_round.id, package_sha256="ab" * 32),
        )


def test_nothing_is_allocated_while_the_order_is_on_show(county: County) -> None:
    """HN-21-6, HN-21-7: the last day still belongs to the public."""
    a_round = county.ordered(county.drawn(county.frozen()))
    assert a_round.publicity_until == date(2026, 9, 8)
    last_minute = AFTER_PUBLICITY.replace(day=8, hour=15, minute=59)
    with pytest.raises(BrokenRule, match="2026-09-08"):
        county.act(CENTRE, last_minute, lambda work: service.allocate(work, a_round.id))
    midnight = last_minute + timedelta(minutes=1)
    county.act(CENTRE, midnight, lambda work: service.allocate(work, a_round.id))


def test_a_package_hash_must_be_one(county: County) -> None:
    a_round = county.allocated()
    county.act(CENTRE, AFTER_PUBLICITY, lambda work: service.check(work, a_round.id))
    with pytest.raises(BadInput, match="package hash"):
        county.act(
            HEAD, AFTER_PUBLICITY, lambda work: service.publish(work, a_round.id, package_sha256="")
        )


@pytest.mark.parametrize(
    ("who", "act"),
    [
        (actor(Role.AUDITOR), prepare()),
        (HEAD, lambda work: service.adopt_roll(work, 1, document="x")),
        (HEAD, lambda work: service.freeze(work, 1)),
        (CENTRE, seed(1)),
        (actor(Role.AUDITOR), lambda work: service.make_order(work, 1)),
        (HEAD, lambda work: service.publish_order(work, 1)),
        (actor(Role.ADMINISTRATOR), lambda work: service.allocate(work, 1)),
        (HEAD, lambda work: service.check(work, 1)),
        (CENTRE, lambda work: service.publish(work, 1, package_sha256="ab" * 32)),
        (CENTRE, lambda work: service.annul(work, 1, reason="x", document="x")),
    ],
)
def test_every_act_asks_for_its_right(
    county: County, who: Actor, act: Callable[[Work], Any]
) -> None:
    county.adopted()
    with pytest.raises(NotAllowed, match="lacks the right"):
        county.act(who, NOW, act)


def test_a_round_of_another_county_is_not_found(county: County) -> None:
    a_round = county.adopted()
    stranger = Actor("other", Role.CENTRE, "430102")
    with pytest.raises(NotFound):
        county.act(stranger, NOW, lambda work: service.freeze(work, a_round.id))
    assert stranger.place != PLACE


def test_a_roll_that_no_engine_can_take_is_told_in_words(
    sqlite_database: Database, keyring: Keyring
) -> None:
    households, stock = usual(keyring)
    households[0].wishes = [[LOW], [LOW]]
    county = County(sqlite_database, keyring).fill(households, stock)
    a_round = county.drawn(county.frozen())
    with pytest.raises(BadInput, match=r"annul this round.*acceptable"):
        county.ordered(a_round)


def test_the_same_flats_and_families_are_not_in_two_rounds(county: County) -> None:
    """HN-21-1: a second round finds neither units nor households while the first is running."""
    county.frozen()
    second = county.adopted()
    with pytest.raises(BadInput, match="no vacant unit"):
        county.act(CENTRE, NOW, lambda work: service.freeze(work, second.id))
    with county.database.acts() as session, session.begin():
        session.add(unit(9, TWO))
    with pytest.raises(BadInput, match="in_another_round"):
        county.act(CENTRE, NOW, lambda work: service.freeze(work, second.id))
