"""Acts on registrations: register, change, withdraw; and the end of a round."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from housing.abandonments.queries import household_frozen_until, people_of
from housing.bans import queries as bans
from housing.bans.rules import check_not_banned
from housing.clocks.service import alone
from housing.core.access.permissions import Permission, Role
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.errors import BadInput, BrokenRule, HousingError, NotAllowed, WrongState
from housing.core.work import Work
from housing.households import queries as households
from housing.households.models import Household
from housing.plans import queries as plans
from housing.plans.facts import PlanClass
from housing.plans.models import Plan
from housing.policies.queries import book as values_in_force
from housing.registrations import ending, queries, rules, telling, whose
from housing.registrations.models import Registration, Way
from housing.registrations.states import (
    CALLED,
    REGISTRATION,
    RegistrationAct,
    RegistrationState,
)
from housing.waitlist import placing
from housing.waitlist import queries as waitlist
from housing.waitlist.models import WaitlistEntry
from housing.waitlist.order import enter_those_of_sheets

Wishes = Sequence[Sequence[str]]
carry_over = ending.carry_over
end_round = ending.end_round


@dataclass(frozen=True, slots=True)
class Terms:
    """What registering in a round rests on: its plan, its classes, the county's tables."""

    plan: Plan
    classes: tuple[PlanClass, ...]
    sizes: rules.Rows
    employers: tuple[str, ...]
    day: date


def terms_of(session: Session, place: str, round_id: int, day: date) -> Terms:
    """Return what registering in a round rests on that day.

    Raises:
        NotFound: the county has no such plan.
        MissingPolicyValue: the county has no table of suitable flats.
    """
    plan = plans.get(session, place, round_id)
    book = values_in_force(session)
    sizes = book.value("suitable_flats", place, day).value
    employers: tuple[str, ...] = ()
    if plan.owner:
        own = book.value("own_stock", place, day).value
        employers = tuple(
            str(name) for each in own if each["owner"] == plan.owner for name in each["employers"]
        )
    classes = tuple(plans.classes(session, round_id))
    return Terms(plan, classes, sizes, employers, day)


def register(
    work: Work, round_id: int, household_id: int, wishes: Wishes, *, way: Way = Way.OFFICER
) -> Registration:
    """Register what a household wishes for in a round, and confirm it in writing.

    Who has withdrawn may register again while the window is open. Nobody has to register, and
    nobody loses anything by not doing so. Basis: HN 21 (HN-21-1).

    Raises:
        NotAllowed: the household is not the actor's own, and the actor registers for nobody.
        NotFound: the county has no such plan or household.
        WrongState: outside of the window, registered already, or in another running round.
        BrokenRule: the household may not take part, or cannot live in a class; says why.
        BadInput: wishes that make no sense.
        MissingPolicyValue: a table or the legal basis is missing.
    """
    household = own_household(work, household_id)
    terms = terms_of(work.session, work.place, round_id, work.day)
    return enter(work, terms, household, wishes, way)


def enter(work: Work, terms: Terms, household: Household, wishes: Wishes, way: Way) -> Registration:
    """Register a household on terms that were read before; raises as `register`."""
    rules.check_window(terms.plan, work.day)
    entry, ranks = check(work, terms, household, wishes)
    alone(work, work.place)
    known = queries.of_household(work.session, terms.plan.round_id, household.id)
    registration = _begun(work, terms, household, entry) if known is None else _again(known)
    _fill(work, registration, household, ranks, way)
    _flush(work)
    _keep_wishes(work, household, entry, ranks)
    after = {"wishes": ranks, "way": way.value}
    work.record(Entry(Tag.REGISTRATION_MADE, registration.case.subject, after=after))
    telling.confirm(work, terms.plan, terms.classes, registration, household)
    return registration


def check(
    work: Work, terms: Terms, household: Household, wishes: Wishes
) -> tuple[WaitlistEntry, list[list[str]]]:
    """Return the entry and the ranks with which a household would register; raises as `register`.

    Nothing is written.
    """
    entry = check_who(work, terms, household)
    return entry, _ranks(terms, household, wishes)


def barred(session: Session, terms: Terms, household: Household) -> HousingError | None:
    """Return why a household may not register in a round, to be told before it ranks anything.

    A household without an entry yet is told when it registers. Nothing is written.
    """
    entry = waitlist.live_of(session, household.id)
    running = queries.running_of(session, household.id)
    if entry is None or (running is not None and running.round_id == terms.plan.round_id):
        return None
    try:
        rules.check_may_register(terms.plan, household, entry, terms.employers)
        _must_be_free(session, household, terms)
    except (BrokenRule, WrongState) as refusal:
        return refusal
    return None


def check_who(work: Work, terms: Terms, household: Household) -> WaitlistEntry:
    """Return the entry with which a household may register in a round; raises as `register`."""
    entry = _entry_of(work, terms, household)
    _must_be_free(work.session, household, terms)
    return entry


def change(work: Work, registration_id: int, wishes: Wishes) -> Registration:
    """Put other wishes in the place of those registered, and confirm them in writing.

    Basis: HN 21 (HN-21-1).

    Raises:
        NotAllowed, NotFound, WrongState, BrokenRule, BadInput: as `register`.
    """
    registration = queries.get(work.session, work.place, registration_id)
    household = own_household(work, registration.household_id)
    terms = terms_of(work.session, work.place, registration.round_id, work.day)
    rules.check_window(terms.plan, work.day)
    step = REGISTRATION.step(registration.state, RegistrationAct.CHANGE, CALLED)
    before, ranks = registration.wishes, _ranks(terms, household, wishes)
    if ranks == before:
        raise BadInput("意向：与已登记的相同，没有改动 / wishes: the same as before")
    registration.state, registration.wishes = step.target, ranks
    registration.size, registration.needs_accessible = household.size, household.needs_accessible
    registration.changed_at = work.now
    entry_of = waitlist.get(work.session, work.place, registration.entry_id)
    _keep_wishes(work, household, entry_of, ranks)
    work.session.flush()
    entry = Entry(
        Tag.REGISTRATION_CHANGED,
        registration.case.subject,
        before={"wishes": before},
        after={"wishes": ranks},
    )
    work.record(entry)
    telling.confirm(work, terms.plan, terms.classes, registration, household)
    return registration


def withdraw(work: Work, registration_id: int, reason: str = "") -> Registration:
    """Take a registration back while the window is open; the place in the queue is kept.

    Basis: HN 21 (HN-21-1).

    Raises:
        NotAllowed, NotFound: as `register`.
        WrongState: the window has closed, or it is withdrawn already.
    """
    registration = queries.get(work.session, work.place, registration_id)
    own_household(work, registration.household_id)
    plan = plans.get(work.session, work.place, registration.round_id)
    rules.check_window(plan, work.day)
    ending.take_back(work, registration, reason.strip() or "家庭撤回")
    return registration


def own_household(work: Work, household_id: int) -> Household:
    """Return the household the actor may register for: one's own, or as an officer any.

    Raises:
        NotAllowed: another's household; NotFound: the county has none.
    """
    if work.actor.role is not Role.APPLICANT:
        work.actor.must(Permission.REGISTER_WISHES)
        return households.get(work.session, work.place, household_id)
    mine = whose.household_of(work.session, work.actor.name, work.place)
    if mine is None or mine.id != household_id:
        raise NotAllowed("只能为自己的家庭登记意向 / you may register for your own household only")
    return mine


def _entry_of(work: Work, terms: Terms, household: Household) -> WaitlistEntry:
    entry = waitlist.live_of(work.session, household.id)
    if entry is None:  # A sheet brought the household since entries were last made.
        enter_those_of_sheets(work, values_in_force(work.session))
        entry = waitlist.live_of(work.session, household.id)
    return rules.check_may_register(terms.plan, household, entry, terms.employers)


def _keep_wishes(
    work: Work, household: Household, entry: WaitlistEntry, ranks: list[list[str]]
) -> None:
    """Keep what a household wished for last: its place is told among those who want the same."""
    household.wishes = ranks
    placing.mark(work, [entry.id])


def _ranks(terms: Terms, household: Household, wishes: Wishes) -> list[list[str]]:
    size, needs = household.size, household.needs_accessible
    return rules.check_wishes(wishes, size, needs, terms.classes, terms.sizes)


def _must_be_free(session: Session, household: Household, terms: Terms) -> None:
    """Refuse a household in a running round, or with people who gave up a flat or are banned."""
    until = bans.banned_until(session, people_of(session, household), terms.day)
    check_not_banned(household.application_number, until)
    rules.check_not_frozen(household, household_frozen_until(session, household, terms.day))
    running = queries.running_of(session, household.id)
    if running is None:
        return
    if running.round_id == terms.plan.round_id:
        raise WrongState(
            f"{household.application_number} 已登记意向（编号 {running.full_number}），可以修改"
            f" / registered already under {running.full_number}; change it instead"
        )
    raise WrongState(
        f"{household.application_number} 正在参加轮次 {running.round_code}，一户同时只能参加一轮；"
        f"该轮结束或者撤回后再登记 / takes part in {running.round_code}; one round at a time",
        rules=("HN-21-1",),
    )


def _begun(work: Work, terms: Terms, household: Household, entry: WaitlistEntry) -> Registration:
    registration = Registration(
        round_id=terms.plan.round_id,
        round_code=terms.plan.round_code,
        place=work.place,
        household_id=household.id,
        entry_id=entry.id,
        number=queries.last_number(work.session, terms.plan.round_id) + 1,
        state=RegistrationState.REGISTERED,
        open=True,
        reasons=[],
        categories=[],
    )
    work.session.add(registration)
    return registration


def _again(known: Registration) -> Registration:
    known.state = REGISTRATION.step(known.state, RegistrationAct.REGISTER_AGAIN, CALLED).target
    known.withdrawn_at, known.withdrawn_reason = None, ""
    return known


def _fill(
    work: Work, registration: Registration, household: Household, ranks: list[list[str]], way: Way
) -> None:
    registration.wishes = ranks
    registration.size, registration.needs_accessible = household.size, household.needs_accessible
    registration.way, registration.registered_by = way, work.actor.name
    registration.registered_at = work.now


def _flush(work: Work) -> None:
    try:
        work.session.flush()
    except IntegrityError as fault:
        raise WrongState(
            "这户家庭刚刚在别处登记了意向，请刷新后再看"
            " / this household has just been registered elsewhere; look again"
        ) from fault
