"""Rounds of an enterprise's own stock: filed with the county before anything is given out."""

from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from housing.clocks import queries as running
from housing.clocks.kinds import ClockKind
from housing.core.access.actor import Actor, system_actor
from housing.core.access.offices import ROLE_OFFICES
from housing.core.access.permissions import Role
from housing.core.audit.record import verify
from housing.core.db.session import Database
from housing.core.errors import BadInput, NotAllowed, WrongState
from housing.core.keyring import Keyring
from housing.core.work import Work
from housing.households.models import Household
from housing.offices.facts import OfficeFacts
from housing.offices.service import open_office
from housing.own_stock import queries as own_stock
from housing.plans import service as planning
from housing.rounds import queries, service
from housing.rounds.deeds import next_acts
from housing.rounds.filing import filings_of
from housing.rounds.models import Round
from housing.rounds.roll import OffRoll
from housing.rounds.states import FilingState, RoundAct, RoundState
from tests.conftest import PLACE
from tests.factories.planned_rounds import PlannedRounds
from tests.factories.planning import facts, ref
from tests.integration.small_county import HOSPITAL, OWN, household, own_unit, unit
from tests.refusing import breaks

OWNER = f"owner:{HOSPITAL}"
PARK = "马坡岭高新园区管委会"


@pytest.fixture
def county(database: Database, keyring: Keyring, tmp_path: Path) -> PlannedRounds:
    """The hospital's two flats, three of its people, and somebody else."""
    return _county(database, keyring, tmp_path)


@pytest.fixture
def quick(sqlite_database: Database, keyring: Keyring, tmp_path: Path) -> PlannedRounds:
    return _county(sqlite_database, keyring, tmp_path)


def _county(database: Database, keyring: Keyring, tmp_path: Path) -> PlannedRounds:
    staff = [household(keyring, number, employer=HOSPITAL) for number in (1, 2, 3)]
    county = PlannedRounds(database, keyring, tmp_path)
    county.fill([*staff, household(keyring, 4)], [own_unit(5), own_unit(6), unit(1)])
    return county


def shown_order(county: PlannedRounds) -> Round:
    """Return the hospital's round whose order was shown to the end."""
    a_round = county.re_reviewed({number: [[OWN]] for number in (1, 2, 3)}, OWNER)
    a_round = county.ordered(county.freeze(a_round))
    county.after_publicity(a_round)
    return a_round


def send(county: PlannedRounds, a_round: Round) -> Round:
    return county.act(
        county.centre, lambda work: service.send_for_filing(work, a_round.id, document="院发1号")
    )


def test_an_owners_round_is_filed_reviewed_and_only_then_allotted(county: PlannedRounds) -> None:
    """HN-23-1, HN-23-2, HN-23-3: plan, proposed occupants and rent, with the county's period."""
    a_round = shown_order(county)
    assert a_round.audience == OWNER
    with breaks("HN-23-3", match="备案审查"):
        county.act(county.centre, lambda work: service.allocate(work, a_round.id))
    a_round = send(county, a_round)
    assert a_round.state is RoundState.FILING_REVIEW
    with county.database.reads() as session:
        (filing,) = filings_of(session, a_round.id)
        clock = running.open_clock(session, a_round.case, ClockKind.FILING_REVIEW)
        assert clock is not None
        assert (filing.occupants, filing.units, filing.due_on) == (3, 2, clock.due_on)
        assert clock.period == 15
    with pytest.raises(WrongState):
        county.act(county.centre, lambda work: service.allocate(work, a_round.id))
    county.act(county.reviewer, lambda work: service.pass_filing(work, a_round.id))
    a_round = county.checked(a_round)
    with county.database.reads() as session:
        (filing,) = filings_of(session, a_round.id)
        assert (filing.state, filing.decided_by) == (FilingState.PASSED, county.reviewer.name)
        assert running.open_clock(session, a_round.case, ClockKind.FILING_REVIEW) is None
        assert queries.figures(session, a_round.id).housed == 2
        assert verify(session, PLACE).faults == ()


def test_papers_that_are_returned_are_mended_and_sent_again(quick: PlannedRounds) -> None:
    """HN-23-2."""
    a_round = send(quick, shown_order(quick))
    with pytest.raises(BadInput, match="reasons"):
        quick.act(quick.reviewer, lambda work: service.return_filing(work, a_round.id, reasons=" "))
    returned = quick.act(
        quick.reviewer, lambda work: service.return_filing(work, a_round.id, reasons="缺租金依据")
    )
    assert returned.state is RoundState.ORDER_PUBLISHED
    assert returned.filing_passed_at is None
    acts = {each.act for each in next_acts(returned, quick.centre)}
    assert RoundAct.SEND_FOR_FILING in acts
    assert RoundAct.ALLOCATE not in acts
    send(quick, returned)
    passed = quick.act(quick.head, lambda work: service.pass_filing(work, a_round.id))
    acts = {each.act for each in next_acts(passed, quick.centre)}
    assert RoundAct.ALLOCATE in acts
    assert RoundAct.SEND_FOR_FILING not in acts
    with quick.database.reads() as session:
        assert [each.state for each in filings_of(session, a_round.id)] == [
            FilingState.RETURNED,
            FilingState.PASSED,
        ]


def test_whoever_sends_papers_does_not_review_them(quick: PlannedRounds) -> None:
    """HN-23-2: no officer of the county who sends may pass; owners have no right to at all."""
    a_round = send(quick, shown_order(quick))
    for who in (quick.centre, quick.desk.person(Role.PARK)):
        with pytest.raises(NotAllowed):
            quick.act(who, lambda work: service.pass_filing(work, a_round.id))


def test_a_round_of_the_county_is_not_filed(quick: PlannedRounds) -> None:
    """HN-23-1."""
    a_round = quick.re_reviewed({4: [["P01-一居室-低-普通"]]})
    a_round = quick.ordered(quick.freeze(a_round))
    with breaks("HN-23-2"):
        send(quick, a_round)


def test_who_left_the_owner_is_off_its_roll(quick: PlannedRounds) -> None:
    """HN-19-1: first its own people; who is not one of them has the county's rounds."""
    a_round = quick.re_reviewed({number: [[OWN]] for number in (1, 2, 3)}, OWNER)
    with quick.database.acts() as session, session.begin():
        session.get_one(Household, quick.household(2)).employer = "别的单位"
    a_round = quick.freeze(a_round)
    with quick.database.reads() as session:
        total, ((_, reason),) = queries.off_roll(session, a_round.id)
    assert (total, reason) == (1, OffRoll.NOT_OF_THE_OWNER)


def test_an_owner_nobody_knows_has_no_round(quick: PlannedRounds) -> None:
    """HN-19-1, HN-23-1."""
    with breaks("HN-23-1", BadInput, match=HOSPITAL):
        quick.begun_round("owner:不知名单位")


def test_the_database_allots_no_owners_stock_without_the_countys_word(
    county: PlannedRounds,
) -> None:
    """HN-23-3."""
    a_round = shown_order(county)
    sql = text(
        "UPDATE rounds SET state = 'allocating', allocation_sha256 = :hash,"
        " stages_sha256 = :hash WHERE id = :id"
    )
    with (
        pytest.raises(DatabaseError, match="filed_before_given"),
        county.database.acts() as session,
    ):
        session.execute(sql, {"hash": "ab" * 32, "id": a_round.id})


def test_what_nobody_of_the_owners_people_took_is_left_over(quick: PlannedRounds) -> None:
    """HN-19-3: after one completed own round; its period to the common stock begins."""
    a_round = quick.re_reviewed({1: [[OWN]]}, OWNER)
    a_round = quick.ordered(quick.freeze(a_round))
    quick.after_publicity(a_round)
    send(quick, a_round)
    quick.act(quick.reviewer, lambda work: service.pass_filing(work, a_round.id))
    quick.checked(a_round)
    quick.publish(a_round)
    with quick.database.reads() as session:
        stock = own_stock.running(session, PLACE, HOSPITAL)
        assert stock is not None
        assert (stock.surplus_since, stock.surplus_round) == (quick.desk.day, a_round.code)
        assert len(own_stock.left_over(session, stock)) == 1


@pytest.mark.parametrize(
    ("role", "office", "drafts"),
    [
        (Role.PARK, PARK, [f"owner:{PARK}"]),
        (Role.OPERATOR, "安居运营公司", [f"owner:{PARK}", OWNER]),
        (Role.CENTRE, "住房保障中心", [f"owner:{PARK}", OWNER, "county"]),
        (Role.EMPLOYER, HOSPITAL, []),
    ],
)
def test_a_park_and_an_operator_draw_up_their_own_plans(
    quick: PlannedRounds, role: Role, office: str, drafts: list[str]
) -> None:
    """HN-23-1: owner, park or operator drafts; the county's own rounds are the county's."""
    who = _seated(quick, role, office)
    for audience in (f"owner:{PARK}", OWNER, "county"):
        begin = partial(_begun, audience=audience)
        if audience not in drafts:
            with pytest.raises(NotAllowed):
                quick.act(who, begin)
            continue
        a_round = quick.act(who, begin)
        plan = quick.act(who, partial(planning.draft, a_round=ref(a_round, audience)))
        change = partial(planning.change, round_id=a_round.id, unit_ids=[], version=plan.version)
        changed = quick.act(who, partial(change, facts=facts(rent="2 元")))
        assert (changed.rent, changed.drafted_by) == ("2 元", who.name)
    if role is Role.PARK:  # Another's draft is not theirs to change.
        a_round = quick.begun_round(OWNER)
        with breaks("HN-23-1", NotAllowed):
            quick.act(
                who,
                lambda work: planning.change(work, a_round.id, facts(), [], 2),
            )


def _begun(work: Work, audience: str) -> Round:
    return service.prepare(
        work,
        name=f"自有房源 {audience}",
        approval_document="管发〔2026〕1号",
        seed_source="dice",
        audience=audience,
    )


def _seated(county: PlannedRounds, role: Role, office: str) -> Actor:
    """Return somebody of a role in an office of that name."""
    kind = ROLE_OFFICES[role][0]
    named = OfficeFacts(PLACE, kind, "OWNER", office)
    held = county.act(system_actor(PLACE), lambda work: open_office(work, named))
    return Actor("zijian", role, PLACE, held.id, kind)
