"""Whatever happens in a hall and after it: nobody is lost, no flat goes twice, proofs hold."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from allocation import check
from housing.core.keyring import Keyring
from housing.offers import queries, service
from housing.offers.models import Offer
from housing.offers.reoffering import problems
from housing.offers.states import HOLDING, PENDING, OfferState
from housing.packages.proof import verify_files
from housing.packages.service import package_of
from housing.rounds.models import Round
from housing.rounds.states import RoundState
from housing.units.states import UnitState
from housing.waitlist.states import WAITING, EntryState
from tests.integration.halls import EVENING, Hall
from tests.integration.signing import STATEMENT, Signing
from tests.integration.small_county import (
    ACCESSIBLE,
    HEAD,
    LOW,
    TWO,
    County,
    household,
    unit,
)
from tests.migrated import migrated_sqlite

CLASSES = [LOW, LOW, TWO, ACCESSIBLE]


def _county(folder: Path, keyring: Keyring, data: Any) -> County:
    """A made-up county in which at least one flat suits at least one household."""
    people = [household(keyring, 1, wishes=[[LOW], [TWO]])]
    people += [
        household(
            keyring,
            number,
            size=data.draw(st.sampled_from([1, 1, 2, 3])),
            needs_accessible=data.draw(st.sampled_from([False, False, True])),
            wishes=[[LOW], [TWO]],
        )
        for number in range(2, data.draw(st.integers(3, 7)))
    ]
    stock = [
        unit(number, unit_class)
        for number, unit_class in enumerate(
            [LOW, *data.draw(st.lists(st.sampled_from(CLASSES), max_size=4))], 1
        )
    ]
    return County(migrated_sqlite(folder / "housing.db"), keyring).fill(people, stock)


def _walk_hall(hall: Hall, data: Any) -> None:
    """Let everybody do something in their turn."""
    while (now := hall.now()) is not None:
        deed = data.draw(st.sampled_from(["pick", "pick", "pass", "absent", "give up"]))
        if deed == "absent":
            hall.absent()
        elif deed == "pass" or not now.units:
            hall.pass_by()
        else:
            made = hall.pick(data.draw(st.sampled_from(now.units)).unit_class)
            if deed == "give up":
                hall.give_up(made)


@settings(max_examples=8)
@given(st.sampled_from(["in_turn", "priority"]), st.data())
def test_whatever_is_done_in_a_hall_has_its_proof(
    keyring: Keyring, mechanism: str, data: Any
) -> None:
    """HN-21-7: no flat twice, everybody's turn kept, and verify.py agrees."""
    with TemporaryDirectory() as folder:
        county = _county(Path(folder), keyring, data)
        hall = Hall(county, mechanism).open()
        _walk_hall(hall, data)
        hall.end()
        hall.check()
        files = county.act(HEAD, hall.latest, lambda work: package_of(work, hall.id))
        assert verify_files(files).holds
        county.database.engine.dispose()


def _answer(signing: Signing, data: Any) -> None:
    """Let one household answer its offer, or let the flat fall out."""
    waiting = [each for each in signing.offers().values() if each.state in PENDING]
    offer = data.draw(st.sampled_from(sorted(waiting, key=lambda each: each.id)))
    deed = data.draw(st.sampled_from(["house", "house", "decline", "withdraw", "late"]))
    if signing.latest.date() >= offer.answer_by:  # another's lateness took this one's days too
        deed = "late"
    number = next(n for n, each in signing.offers().items() if each.id == offer.id)
    paper: dict[str, Any] = {"reason": "房屋渗漏", "document": STATEMENT}
    if deed == "house":
        signing.house(number)
    elif deed == "decline":
        signing.decline(number)
    elif deed == "withdraw":
        signing.act(lambda work: service.withdraw(work, offer.id, **paper))
    else:
        signing.act(lambda work: service.expire(work, offer.id), _days_left(signing, offer))


def _days_left(signing: Signing, offer: Offer) -> int:
    return max(0, (offer.answer_by - signing.latest.date()).days + 1)


def _invariants(signing: Signing) -> None:
    with signing.county.database.reads() as session:
        offers = queries.of_round(session, signing.id)
        for made in queries.reoffers(session, signing.id):
            for proof in queries.proofs(session, signing.id, made.number):
                problem, plan = json.loads(proof.problem), json.loads(proof.plan)
                assert check(problem, plan, problem_sha256=proof.problem_sha256) == []
    holding = [offer for offer in offers if offer.state in HOLDING]
    assert len({offer.unit_id for offer in holding}) == len(holding)
    assert len({offer.household_id for offer in holding}) == len(holding)
    units = signing.units()
    for offer in holding:
        right = UnitState.LET if offer.state is OfferState.SIGNED else UnitState.OFFERED
        assert units[offer.unit_code] is right


@settings(max_examples=8)
@given(st.booleans(), st.data())
def test_whatever_is_answered_a_round_comes_to_its_end(
    keyring: Keyring, in_person: bool, data: Any
) -> None:
    """HN-21-7, HN-22-1, HN-24-1: every flat ends let or free, and every household somewhere."""
    with TemporaryDirectory() as folder:
        county = _county(Path(folder), keyring, data)
        signing = _signing(county, in_person, data)
        for _ in range(60):
            _invariants(signing)
            if any(each.state in PENDING for each in signing.offers().values()):
                _answer(signing, data)
                continue
            signing.settle()
            with county.database.reads() as session:
                left = problems(session, session.get_one(Round, signing.id))
            if not left:
                break
            signing.reoffer()
        closed = signing.act(lambda work: service.close(work, signing.id))
        assert closed.state is RoundState.CLOSED
        assert set(signing.units().values()) <= {UnitState.LET, UnitState.VACANT}
        ends = {EntryState.HOUSED, EntryState.FROZEN, *WAITING}
        assert set(signing.states().values()) <= ends
        county.database.engine.dispose()


def _signing(county: County, in_person: bool, data: Any) -> Signing:
    if not in_person:
        return Signing(county).open()
    hall = Hall(county, "in_turn").open()
    _walk_hall(hall, data)
    hall.end()
    published = hall.published()
    return Signing(county, published, max(EVENING, hall.latest)).open()
