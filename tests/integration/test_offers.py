"""Offers: made, answered, signed, let go, and offered on in the same order."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError, IntegrityError

from allocation import check
from housing.abandonments import queries as abandonments
from housing.abandonments import service as deciding
from housing.abandonments.words import AbandonmentCase
from housing.clocks import queries as clocks
from housing.core.db.session import Database
from housing.core.errors import BadInput, NotAllowed, WrongState
from housing.core.keyring import Keyring
from housing.letters import queries as letters
from housing.letters.kinds import LetterKind
from housing.offers import queries, service
from housing.offers.freed import next_in_order
from housing.offers.models import Offer, Reoffer
from housing.offers.reoffering import problems
from housing.offers.states import OfferState
from housing.rounds.models import Round, RoundPosition
from housing.rounds.states import RoundState
from housing.units.models import Unit
from housing.units.states import UnitState
from housing.waitlist import queries as waitlist
from housing.waitlist import service as waiting
from housing.waitlist.models import WaitlistEntry
from housing.waitlist.states import EntryState
from tests.conftest import PLACE
from tests.integration.halls import EVENING, Hall
from tests.integration.signing import OPERATOR, STATEMENT, Signing
from tests.integration.small_county import (
    HEAD,
    County,
    household,
    unit,
    usual,
)
from tests.refusing import breaks


@pytest.fixture
def county(database: Database, keyring: Keyring) -> County:
    return County(database, keyring).fill(*usual(keyring))


@pytest.fixture
def quick(sqlite_database: Database, keyring: Keyring) -> County:
    """Return the usual county on SQLite, for what does not depend on the engine."""
    return County(sqlite_database, keyring).fill(*usual(keyring))


@pytest.fixture
def queue(sqlite_database: Database, keyring: Keyring) -> Signing:
    """Return a round of two flats for four households that want them, in the days of signing."""
    people = [household(keyring, number) for number in range(1, 5)]
    county = County(sqlite_database, keyring).fill(people, [unit(1), unit(2)])
    return Signing(county).open()


def test_every_flat_of_a_published_round_is_offered_and_told(county: County) -> None:
    """HN-24-1: within the time that the county sets, counted from the day of the offer."""
    signing = Signing(county).open()
    offers = signing.offers()
    assert set(offers) == {1, 2, 4, 5, 6}
    with county.database.reads() as session:
        assert session.get_one(Round, signing.id).state is RoundState.SIGNING
        for offer in offers.values():
            assert offer.state is OfferState.OPEN
            # Fifteen days, and the last is no day of rest.
            assert offer.answer_by == offer.made_on + timedelta(days=15)
            assert [clock.kind.value for clock in clocks.of_case(session, offer.case)] == [
                "lease_signing"
            ]
            entry = waitlist.live_of(session, offer.household_id)
            assert entry is not None
            (letter,) = letters.of_case(session, waiting.case_of(entry))
            assert letter.kind is LetterKind.LEASE_OFFER
            text = letters.text(letter, county.keyring)
            assert offer.unit_code in text
            assert "望麓新苑" in text or "医院公寓" in text
    with pytest.raises(WrongState):
        signing.open()


def test_from_acceptance_to_the_keys(county: County) -> None:
    """HN-24-1, HN-16-3: the flat is let when the lease is signed, the wait ends with the keys."""
    signing = Signing(county).open()
    with pytest.raises(WrongState):
        signing.sign(1)
    signing.accept(1)
    assert signing.states()[1] is EntryState.SELECTED
    signed = signing.sign(1)
    assert signing.units()[signed.unit_code] is UnitState.LET
    assert signing.states()[1] is EntryState.SELECTED
    signing.act(lambda work: service.hand_keys(work, signed.id), who=OPERATOR)
    assert signing.states()[1] is EntryState.HOUSED
    with pytest.raises(WrongState, match="已交付钥匙"):
        signing.act(lambda work: service.hand_keys(work, signed.id), who=OPERATOR)
    with county.database.reads() as session:
        assert not [
            clock for clock in clocks.of_case(session, signed.case) if clock.stopped_on is None
        ]


def test_what_is_declined_goes_to_the_next_in_order_with_its_proof(queue: Signing) -> None:
    """HN-21-5, HN-22-1, HN-22-5: the same order, no new draw, and a plan anyone can check."""
    housed = sorted(queue.offers())
    first = queue.decline(housed[0])
    names = queue.numbers()
    order = [names[row.roll_id] for row in _in_order(queue) if names[row.roll_id] not in housed]
    with queue.county.database.reads() as session:
        a_round = session.get_one(Round, queue.id)
        coming = next_in_order(session, a_round, first.unit_code)
        assert coming is not None
        assert names[coming["household"]] == order[0]
    made = queue.reoffer()
    assert [names[row["household"]] for row in made.assignments] == [order[0]]
    again = queue.offers()[order[0]]
    assert (again.unit_id, again.reoffer) == (first.unit_id, 1)
    assert queue.states()[order[0]] is EntryState.ALLOTTEE
    with queue.county.database.reads() as session:
        (proof,) = queries.proofs(session, queue.id, 1)
        problem, plan = json.loads(proof.problem), json.loads(proof.plan)
        assert check(problem, plan, problem_sha256=proof.problem_sha256) == []
        (report,) = abandonments.of_round(session, PLACE, queue.a_round.code)
        assert report.kind is AbandonmentCase.GAVE_UP_CHOICE
        assert report.document == STATEMENT


def test_the_chain_goes_on_until_nobody_fits_and_the_flat_goes_to_the_stock(
    queue: Signing,
) -> None:
    """HN-22-1: unit released to the next in order; in the end to the stock."""
    seen = []
    for _ in range(3):
        number = next(n for n, offer in queue.offers().items() if offer.state is OfferState.OPEN)
        seen.append(number)
        last = queue.decline(number)
        made = queue.reoffer()
    assert len(set(seen)) == 3
    assert list(made.to_stock) == [last.unit_code] or made.assignments
    number = next(n for n, offer in queue.offers().items() if offer.state is OfferState.OPEN)
    last = queue.decline(number)
    made = queue.reoffer()
    assert list(made.to_stock) == [last.unit_code]
    assert set(queue.units().values()) == {UnitState.VACANT}
    with pytest.raises(WrongState, match="没有空出的房源"):
        queue.reoffer()


def test_who_does_not_sign_in_time_is_reported_and_nobody_is_offered_it_before_it_is_decided(
    queue: Signing,
) -> None:
    """HN-22-6."""
    number = min(queue.offers())
    offer = queue.offers()[number]
    with pytest.raises(WrongState, match="还没有逾期"):
        queue.act(lambda work: service.expire(work, offer.id), 15)
    queue.act(lambda work: service.expire(work, offer.id), 1)
    with queue.county.database.reads() as session:
        (report,) = abandonments.of_round(session, PLACE, queue.a_round.code)
        assert report.kind is AbandonmentCase.NOT_SIGNED
    with pytest.raises(WrongState, match="没有空出的房源"):
        queue.reoffer()
    queue.decide()
    assert queue.states()[number] is EntryState.FROZEN
    assert [row["unit"] for row in queue.reoffer().assignments] == [offer.unit_code]


def test_a_report_that_does_not_hold_gives_the_household_its_flat_back_first(
    queue: Signing,
) -> None:
    """HN-22-6: unless the owner caused the delay."""
    number = min(queue.offers())
    offer = queue.offers()[number]
    queue.act(lambda work: service.expire(work, offer.id), 16)
    with queue.county.database.reads() as session:
        (report,) = abandonments.of_round(session, PLACE, queue.a_round.code)
    queue.act(
        lambda work: deciding.set_aside(work, report.id, reasons="产权单位原因未能签约"), 8, HEAD
    )
    made = queue.reoffer()
    names = queue.numbers()
    assert [names[row["household"]] for row in made.assignments] == [number]
    assert queue.offers()[number].unit_id == offer.unit_id
    queue.house(number)
    assert queue.states()[number] is EntryState.HOUSED


def test_the_department_gives_longer_to_sign(queue: Signing) -> None:
    """HN-24-1: extension only by department decision."""
    offer = queue.offers()[min(queue.offers())]
    later = offer.answer_by + timedelta(days=10)
    longer: dict[str, Any] = {"reason": "产权单位换章", "document": "延〔2026〕1号"}
    with pytest.raises(NotAllowed):
        queue.act(lambda work: service.extend(work, offer.id, later, **longer))
    with pytest.raises(BadInput, match="新的签约期限"):
        queue.act(lambda work: service.extend(work, offer.id, offer.answer_by, **longer), who=HEAD)
    queue.act(lambda work: service.extend(work, offer.id, later, **longer), who=HEAD)
    with pytest.raises(WrongState, match="还没有逾期"):
        queue.act(lambda work: service.expire(work, offer.id), 20)


def test_giving_up_between_lease_and_keys_frees_the_flat(queue: Signing) -> None:
    """HN-22-7: before the keys; after them it is another matter."""
    one, two = sorted(queue.offers())
    queue.house(one)
    queue.accept(two)
    signed = queue.sign(two)
    papers: dict[str, Any] = {"reason": "改去外地工作", "document": STATEMENT}
    with pytest.raises(WrongState, match="请办理退房"):
        queue.act(lambda work: service.give_up(work, queue.offers()[one].id, **papers))
    queue.act(lambda work: service.give_up(work, signed.id, **papers))
    assert queue.units()[signed.unit_code] is UnitState.OFFERED
    queue.decide()
    assert queue.states()[two] is EntryState.FROZEN
    assert [row["unit"] for row in queue.reoffer().assignments] == [signed.unit_code]


def test_whose_flat_falls_out_comes_before_all_others(queue: Signing) -> None:
    """HN-21-7: no fault of the household; it is first for what is free next."""
    one, two = sorted(queue.offers())
    queue.accept(one)
    lost = queue.act(
        lambda work: service.withdraw(
            work, queue.offers()[one].id, reason="屋面渗漏", document="检〔2026〕1号"
        )
    )
    assert queue.units()[lost.unit_code] is UnitState.VACANT
    assert queue.states()[one] is EntryState.SELECTED
    freed = queue.decline(two)
    names = queue.numbers()
    made = queue.reoffer()
    assert [(names[r["household"]], r["unit"]) for r in made.assignments] == [
        (one, freed.unit_code)
    ]
    queue.house(one)


def test_a_round_is_closed_when_every_offer_has_ended(queue: Signing) -> None:
    """HN-24-1."""
    one, two = sorted(queue.offers())
    with breaks("HN-24-1"):
        queue.act(lambda work: service.close(work, queue.id))
    queue.house(one)
    queue.house(two)
    with queue.county.database.reads() as session:
        assert problems(session, session.get_one(Round, queue.id)) == []
    with queue.county.database.acts() as session, session.begin():
        held = unit(9, state=UnitState.RESERVED, round_code=queue.a_round.code)
        session.add(held)
    with breaks("HN-24-1", match="暂缓公布"):
        queue.act(lambda work: service.close(work, queue.id))
    with queue.county.database.acts() as session, session.begin():
        session.execute(
            update(Unit).where(Unit.code == held.code).values(state="vacant", round_code=None)
        )
    closed = queue.act(lambda work: service.close(work, queue.id))
    assert closed.state is RoundState.CLOSED
    assert sorted(queue.units().values()) == [UnitState.LET, UnitState.LET, UnitState.VACANT]


def test_no_round_closes_over_a_rescue_household_without_flat_or_subsidy(quick: County) -> None:
    """HN-18-2: household 7 needs a subsidy before the round may end."""
    signing = Signing(quick).open()
    for number in sorted(signing.offers()):
        signing.house(number)
    with breaks("HN-18-2"):
        signing.act(lambda work: service.close(work, signing.id))
    with quick.database.reads() as session:
        entry = session.scalars(
            select(WaitlistEntry).where(WaitlistEntry.number == "SQ2025000007")
        ).one()
    signing.act(lambda work: waiting.subsidise(work, entry.id, "补〔2026〕1号"), who=HEAD)
    closed = signing.act(lambda work: service.close(work, signing.id))
    assert closed.state is RoundState.CLOSED


def test_after_a_hall_what_was_picked_needs_only_to_be_signed(
    sqlite_database: Database, keyring: Keyring
) -> None:
    """HN-21-7, HN-22-4: and what the absent left goes to those who found nothing."""
    people = [household(keyring, number) for number in range(1, 5)]
    county = County(sqlite_database, keyring).fill(people, [unit(1), unit(2)])
    hall = Hall(county, "priority").open()
    hall.pick()
    gone = hall.who()
    hall.absent()
    hall.end()
    signing = Signing(county, hall.published(), EVENING + timedelta(days=1)).open()
    (offer,) = signing.offers().values()
    assert offer.state is OfferState.ACCEPTED
    made = signing.reoffer()
    names = signing.numbers()
    assert len(made.assignments) == 1
    assert names[made.assignments[0]["household"]] != gone
    assert signing.states()[gone] is EntryState.ALLOTTEE
    with breaks("HN-24-1"):  # Whether it abandoned has still to be decided.
        signing.act(lambda work: service.close(work, signing.id))


def test_only_the_right_people_act(queue: Signing) -> None:
    offer = queue.offers()[min(queue.offers())]
    with pytest.raises(NotAllowed):
        queue.act(lambda work: service.accept(work, offer.id), who=HEAD)
    with pytest.raises(NotAllowed):
        queue.act(lambda work: service.reoffer(work, queue.id), who=OPERATOR)
    with pytest.raises(BadInput, match="放弃声明编号"):
        queue.act(lambda work: service.decline(work, offer.id, reason="太远"))


def test_the_database_refuses_two_offers_of_one_flat(county: County) -> None:
    """HN-21-7: no flat and no household twice; what has ended stays as it was."""
    signing = Signing(county).open()
    offers = signing.offers()
    for column in ("unit_id", "household_id"):
        changes = {column: getattr(offers[1], column), "number": f"x-{column}"}
        with pytest.raises(IntegrityError), county.database.acts() as session, session.begin():
            session.add(_copied(offers[2], **changes))
    signing.decline(1)
    for act in (
        update(Offer).where(Offer.id == offers[1].id).values(end_reason="改写"),
        update(Offer).where(Offer.id == offers[2].id).values(unit_id=offers[1].unit_id),
        delete(Offer),
    ):
        with pytest.raises(DatabaseError), county.database.acts() as session, session.begin():
            session.execute(act)
    signing.reoffer()
    with pytest.raises(DatabaseError), county.database.acts() as session, session.begin():
        session.execute(update(Reoffer).values(to_stock=[]))


def _copied(offer: Offer, **changes: Any) -> Offer:
    names = [column.name for column in Offer.__table__.columns if column.name != "id"]
    return Offer(**({name: getattr(offer, name) for name in names} | changes))


def _in_order(signing: Signing) -> list[Any]:
    with signing.county.database.reads() as session:
        found = select(RoundPosition).where(RoundPosition.round_id == signing.id)
        return list(session.scalars(found.order_by(RoundPosition.position)))
