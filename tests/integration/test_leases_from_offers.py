"""A lease from its offer to the keys, or back to where unit and household were: HN-22, HN-24."""

from datetime import timedelta

import pytest

from housing.abandonments import queries as abandonments
from housing.abandonments.words import AbandonmentCase
from housing.clocks import queries as clocks
from housing.clocks.kinds import ClockKind
from housing.core.access.actor import system_actor
from housing.core.access.offices import OfficeKind
from housing.core.clock import standing_clock
from housing.core.db.session import Database
from housing.core.errors import BadInput, NotAllowed, WrongState
from housing.core.keyring import Keyring
from housing.core.work import Work, working
from housing.leases import jobs, queries, service, terms
from housing.leases.conditions import Found, Item
from housing.leases.models import Lease
from housing.leases.states import LeaseState
from housing.ledger import queries as ledger_queries
from housing.ledger import service as ledger
from housing.ledger.service import NewTransfer
from housing.ledger.words import AccountKind, TransferKind, lease_ref
from housing.letters import queries as letters
from housing.letters.kinds import LetterKind
from housing.offers.states import OfferState
from housing.offices.facts import OfficeFacts
from housing.offices.service import open_office
from housing.units.states import UnitState
from tests.conftest import NOW, PLACE
from tests.integration.signing import OPERATOR, Signing
from tests.integration.small_county import CENTRE, HEAD, County, household, unit

A = AccountKind
FOUND = Found((Item("入户门", "完好"), Item("灶台", "有磨损", "台面划痕")), {"水表": "12"})
STREET = "东岸街道"


@pytest.fixture
def signing(sqlite_database: Database, keyring: Keyring) -> Signing:
    """Two flats for three households; the first has accepted."""
    people = [household(keyring, number) for number in range(1, 4)]
    flats = [unit(1, facilities="灶台、热水器"), unit(2)]
    with working(sqlite_database.acts, system_actor(PLACE), standing_clock(NOW), keyring) as work:
        _offices(work)
    signing = Signing(County(sqlite_database, keyring).fill(people, flats)).open()
    for number in signing.offers():
        signing.accept(number)
    return signing


def _offices(work: Work) -> None:
    near = OfficeFacts(PLACE, OfficeKind.STREET, "DONGAN", "东岸街道办事处", street=STREET)
    open_office(work, near)
    below = OfficeFacts(PLACE, OfficeKind.COMMUNITY, "DONGAN-1", "望麓社区", parent="DONGAN")
    open_office(work, below)


def _drafted(signing: Signing, code: str = "P01-0001") -> Lease:
    (offer,) = [each for each in signing.offers().values() if each.unit_code == code]
    return signing.act(lambda work: service.draft(work, offer.id, months=36), who=OPERATOR)


def _signed(signing: Signing, lease: Lease) -> Lease:
    return signing.act(
        lambda work: service.sign(work, lease.id, document="租〔2026〕1号"), who=OPERATOR
    )


def test_a_lease_is_drafted_by_the_standards_and_begins_with_the_keys(signing: Signing) -> None:
    """HN-24-1 to HN-24-4, HN-37-1, HN-25-1."""
    lease = _drafted(signing)
    day = lease.drafted_on
    assert (lease.starts_on, lease.state) == (day, LeaseState.DRAFTED)
    with signing.county.database.reads() as session:
        rent = terms.on(session, lease.id, day)
    assert rent.monthly_fen > 0
    assert lease.deposit_fen == 3 * rent.monthly_fen
    assert "大写" in lease.clauses["deposit"]
    assert rent.standard in lease.clauses["rent"]
    _signed(signing, lease)
    offer = signing.offers()[_number(signing, lease)]
    assert (offer.state, offer.contract_document) == (OfferState.SIGNED, "租〔2026〕1号")
    with signing.county.database.reads() as session:
        clock = clocks.open_clock(session, lease.case, ClockKind.LEASE_FILING)
        assert clock is not None
        assert clock.due_on >= day + timedelta(days=30)
    assert _money(signing, lease) == {
        A.DEPOSIT_DUE: lease.deposit_fen,
        A.DEPOSIT_HELD: lease.deposit_fen,
    }
    begun = signing.act(lambda work: service.hand_keys(work, lease.id, FOUND), who=OPERATOR)
    assert (begun.state, begun.keys_on) == (LeaseState.ACTIVE, day)
    assert signing.units()["P01-0001"] is UnitState.LET
    with signing.county.database.reads() as session:
        (letter,) = letters.of_case(session, lease.case)
        assert letter.kind is LetterKind.MOVED_IN
        assert [each.purpose for each in queries.reports(session, lease.id)] == ["in"]
    with pytest.raises(WrongState):
        signing.act(lambda work: service.hand_keys(work, lease.id, FOUND), who=OPERATOR)


def _number(signing: Signing, lease: Lease) -> int:
    (number,) = [n for n, each in signing.offers().items() if each.id == lease.offer_id]
    return number


def test_nobody_signs_while_an_item_is_empty_or_nobody_has_signed(signing: Signing) -> None:
    """HN-24-3: signing blocked when any is empty."""
    lease = _drafted(signing, "P01-0002")
    with pytest.raises(BadInput, match="室内设施和设备状况") as refused:
        _signed(signing, lease)
    assert refused.value.rules == ("HN-24-3",)
    worded = {"facilities_condition": "毛坯，无设备"}
    signing.act(lambda work: service.set_clauses(work, lease.id, worded), who=OPERATOR)
    with pytest.raises(BadInput, match="纸质合同编号"):
        signing.act(lambda work: service.sign(work, lease.id), who=OPERATOR)
    with pytest.raises(BadInput, match="不能填写"):
        signing.act(lambda work: service.set_clauses(work, lease.id, {"rent": "0"}), who=OPERATOR)
    rare = {"use_requirements": "居住𡋾"}
    signing.act(lambda work: service.set_clauses(work, lease.id, rare), who=OPERATOR)
    with pytest.raises(BadInput, match="生僻字"):
        _signed(signing, lease)
    assert signing.offers()[_number(signing, lease)].state is OfferState.ACCEPTED


def test_a_lease_that_falls_through_gives_flat_and_household_back(signing: Signing) -> None:
    """HN-22-7: the flat goes to the next in order, the event to whoever decides it."""
    lease = _drafted(signing)
    with pytest.raises(WrongState):
        _fallen(signing, lease)
    _signed(signing, lease)
    signing.act(lambda work: _pay(work, lease, 10000), who=OPERATOR)
    _fallen(signing, lease)
    held = {kind: fen for kind, fen in _money(signing, lease).items() if fen}
    assert held == {A.REFUND_PAYABLE: 10000}, "what was paid of the deposit goes back"
    with signing.county.database.reads() as session:
        fallen = queries.get(session, PLACE, lease.id)
        assert (fallen.state, fallen.end_reason) == (LeaseState.FALLEN_THROUGH, "另有住处")
        assert clocks.open_clock(session, lease.case, ClockKind.LEASE_FILING) is None
        (report,) = abandonments.of_round(session, PLACE, signing.a_round.code)
        assert report.kind is AbandonmentCase.NOT_MOVED_IN
    assert signing.offers()[_number(signing, lease)].state is OfferState.FALLEN_THROUGH
    assert signing.units()["P01-0001"] is UnitState.OFFERED


def _money(signing: Signing, lease: Lease) -> dict[AccountKind, int]:
    with signing.county.database.reads() as session:
        return ledger_queries.lease_balances(session, PLACE, lease.id)


def _pay(work: Work, lease: Lease, fen: int) -> None:
    bank = ledger.account(work, A.TREASURY).id
    due = ledger.account(work, A.DEPOSIT_DUE, lease_ref(lease.id)).id
    ledger.post(work, [NewTransfer(bank, due, fen, TransferKind.PAYMENT, work.day, lease.id)])


def test_who_keeps_no_leases_drafts_none(signing: Signing) -> None:
    offer = next(iter(signing.offers().values()))
    with pytest.raises(NotAllowed):
        signing.act(lambda work: service.draft(work, offer.id, months=12), who=HEAD)


def _fallen(signing: Signing, lease: Lease) -> Lease:
    return signing.act(
        lambda work: service.fall_through(
            work, lease.id, reason="另有住处", document="声明〔2026〕1号"
        ),
        who=CENTRE,
    )


def test_a_draft_is_set_aside_when_its_offer_ends_and_can_be_drawn_anew(
    signing: Signing, keyring: Keyring
) -> None:
    """HN-22-5, HN-22-6: cases 2 and 3 happen before anybody signs."""
    first = _drafted(signing)
    with pytest.raises(WrongState, match=f"已有租赁合同 {first.number}"):
        _drafted(signing)
    signing.act(lambda work: service.void(work, first.id, reason="租期有误"), who=OPERATOR)
    second = _drafted(signing)
    assert second.offer_id == first.offer_id
    signing.decline(_number(signing, second))
    clock = standing_clock(signing.latest)
    assert jobs.sweep(signing.county.database, keyring, clock) == jobs.Swept(0, 1)
    assert jobs.sweep(signing.county.database, keyring, clock) == jobs.Swept(0, 0)
    with signing.county.database.reads() as session:
        assert queries.get(session, PLACE, second.id).state is LeaseState.VOID


def test_keys_wait_for_the_first_day(signing: Signing) -> None:
    (offer,) = [each for each in signing.offers().values() if each.unit_code == "P01-0001"]
    later = signing.latest.date() + timedelta(days=5)
    lease = signing.act(
        lambda work: service.draft(work, offer.id, months=12, starts_on=later), who=OPERATOR
    )
    _signed(signing, lease)
    with pytest.raises(WrongState, match="起租前不能交钥匙"):
        signing.act(lambda work: service.hand_keys(work, lease.id, FOUND), who=OPERATOR)
    with pytest.raises(BadInput, match="至少写一项"):
        signing.act(lambda work: service.hand_keys(work, lease.id, Found(())), 6, OPERATOR)
    signing.act(lambda work: service.hand_keys(work, lease.id, FOUND), who=OPERATOR)
