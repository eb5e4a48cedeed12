"""Making offers: the row, the last day to sign, its clock, and the letter."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from housing.abandonments.terms import terms_of
from housing.clocks import many
from housing.clocks.kinds import ClockKind
from housing.core.access.permissions import Role
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.errors import WrongState
from housing.core.work import Work
from housing.letters import service as letters
from housing.letters.kinds import LetterKind
from housing.offers.models import Offer
from housing.offers.states import PENDING, OfferState
from housing.offices import queries as offices
from housing.policies.queries import book as values_in_force
from housing.rounds.models import Round
from housing.units import queries as units
from housing.units.models import Unit
from housing.waitlist import queries as waitlist
from housing.waitlist.models import WaitlistEntry
from housing.waitlist.service import case_of
from housing.waitlist.whose import recipient_of

CITED = ("HN-21-7", "HN-22-6", "HN-24-1")
#: Letters written in one act, so that nobody waits long for the database.
AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Given:
    """A flat that a round, or a re-offer, gave a household; `picked`: it chose it in the hall."""

    roll_id: str
    household_id: int
    unit_id: int
    picked: bool = False


def make(work: Work, a_round: Round, given: Sequence[Given], reoffer: int, tag: Tag) -> list[Offer]:
    """Offer each household its flat, start the time to sign, and tell it.

    Basis: HN 21 (HN-21-7), HN 24 (HN-24-1).

    Raises:
        MissingPolicyValue: the county has not set the time to sign, or the freeze.
        WrongState: a household waits no more.
    """
    if not given:
        return []
    last = many.due(work, work.place, ClockKind.LEASE_SIGNING)
    first = _next_number(work, a_round)
    flats = {unit.id: unit for unit in units.by_ids(work.session, [row.unit_id for row in given])}
    made = [
        Offer(
            place=work.place,
            number=f"{a_round.code}-{number:04d}",
            round_id=a_round.id,
            round_code=a_round.code,
            roll_id=row.roll_id,
            household_id=row.household_id,
            unit_id=row.unit_id,
            unit_code=flats[row.unit_id].code,
            unit_class=flats[row.unit_id].unit_class,
            reoffer=reoffer,
            state=OfferState.OPEN,
            made_on=work.day,
            answer_by=last.due_on,
            provisional=last.provisional,
            contract_document="",
            end_reason="",
        )
        for number, row in enumerate(given, first)
    ]
    work.session.add_all(made)
    work.session.flush()
    office = offices.only_operator(work.session, work.place, work.day)
    wanted = [many.Wanted(offer.case, office_id=office) for offer in made]
    many.start(work, ClockKind.LEASE_SIGNING, Role.OPERATOR, wanted)
    after = {"offers": len(made), "sign_by": last.due_on.isoformat(), "reoffer": reoffer}
    work.record(Entry(tag, f"round:{a_round.code}", after=after))
    tell_some(work, a_round)
    return made


def entry_of(work: Work, offer: Offer) -> WaitlistEntry:
    """Return the waitlist entry behind an offer.

    Raises:
        WrongState: the household waits no more.
    """
    entry = waitlist.live_of(work.session, offer.household_id)
    if entry is None:
        raise WrongState(
            f"{offer.number} 的家庭已没有轮候登记 / the household of this offer waits no more"
        )
    return entry


def flat_words(flat: Unit, project: str) -> str:
    """Return where a flat lies and how large it is, as letters say it."""
    return f"{project}{flat.address}，{flat.layout}，{area_words(flat.area)}"


def area_words(area: int) -> str:
    """Return an area of hundredths of m² in words."""
    return f"{area // 100}.{area % 100:02d} 平方米"


def rent_words(flat: Unit) -> str:
    """Return the rent of a flat in words: fen per m² and month, as yuan."""
    return f"每月每平方米 {flat.rent_fen // 100}.{flat.rent_fen % 100:02d} 元"


def tell_some(work: Work, a_round: Round) -> int:
    """Write to households of a round that have not been told of their offer; return how many.

    So many at a time: a large round is told in several acts (`jobs`).
    """
    untold = work.session.scalars(
        select(Offer)
        .where(Offer.round_id == a_round.id, Offer.letter_id.is_(None), Offer.state.in_(PENDING))
        .order_by(Offer.id)
        .limit(AT_ONCE)
    ).all()
    if not untold:
        return 0
    book = values_in_force(work.session)
    cites = book.cited(CITED, work.place, work.day)
    freeze = terms_of(book, work.place, work.day).freeze
    flats = {unit.id: unit for unit in units.by_ids(work.session, [row.unit_id for row in untold])}
    projects = units.projects(work.session, work.place)
    for offer in untold:
        entry, flat = entry_of(work, offer), flats[offer.unit_id]
        project = projects.get(flat.project_code)
        facts = {
            "round_name": a_round.name,
            "unit_code": flat.code,
            "flat": flat_words(flat, project.name if project else flat.project_code),
            "rent": rent_words(flat),
            "sign_until": offer.answer_by,
            "how": f"携带本通知书和身份证原件，与房屋所有权人（{flat.owner}）"
            "或者其委托的运营管理机构签订；可以先在网上“我的配租”中接受。",
            "freeze": freeze,
        }
        to = recipient_of(work.session, work.keyring, entry)
        letter = letters.send(work, LetterKind.LEASE_OFFER, case_of(entry), to, facts, cites)
        offer.letter_id = letter.id
    work.session.flush()
    return len(untold)


def _next_number(work: Work, a_round: Round) -> int:
    made = select(func.count()).select_from(Offer).where(Offer.round_id == a_round.id)
    return (work.session.scalar(made) or 0) + 1
