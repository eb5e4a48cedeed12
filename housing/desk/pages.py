"""The page that an officer sees first: how much is due, and the ways to the work lists."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from housing.abandonments import queries as abandonments
from housing.clocks import queries as clocks
from housing.clocks.rights import ABOVE_COUNTIES, chosen, scope_of
from housing.confirmations import queries as confirmations
from housing.core.access.actor import Actor
from housing.core.access.permissions import Permission
from housing.desk import counties, tenancy
from housing.desk.ways import CHECKED, WAYS
from housing.own_stock import queries as own_stock
from housing.policies import queries as policies
from housing.rechecks import queries as rechecks
from housing.rechecks import reports
from housing.rechecks.words import ReportState
from housing.rental_projects import shown as rental_projects
from housing.rental_projects.supply import queries as supply
from housing.reviews import work_list
from housing.rounds import queries as rounds
from housing.rounds.deeds import next_acts
from housing.rounds.models import Round
from housing.sales import waiting as sales
from housing.waitlist import queries as waitlist
from housing.web import guards
from housing.web.acting import reading, signed_in_actor
from housing.web.guards import admits, guard_of
from housing.web.installation import installation

Lists = Sequence[tuple[str, LazyString]]
blueprint = Blueprint("desk", __name__, template_folder="templates")
# What is counted, the most pressing first: own cases, and clocks of the office or the county.
CASES = (("overdue", _l("轮到我办、已经超期")), ("today", _l("轮到我办、今天到期")))
REMINDED = ("reminded", _l("已提醒，快到期的时限"))
CLOCKS = (
    ("overdue", _l("已超期")),
    ("today", _l("今天到期")),
    REMINDED,
    ("", _l("全部在办时限")),
)
WAITING = (
    ("overdue", _l("轮候期已满、还没有保障")),
    ("cap1", _l("一个月内轮候期满")),
    ("rescue", _l("还没有保障的救助对象")),
)
TO_DECIDE = _l("资格复查：部门已答复、待决定")
REPORTED = _l("家庭报告的情况变化，待处理")
UNREACHED = _l("没有答复的轮候家庭，要联系")
COUNTY = (("overdue", _l("全县超期的时限（含部门核查）")),)


@dataclass(frozen=True, slots=True)
class Count:
    """How many cases or clocks a list holds; `more` when they were not all counted."""

    address: str
    words: LazyString
    total: int
    more: bool


@dataclass(frozen=True, slots=True)
class Way:
    """A way from the desk to a list."""

    address: str
    words: LazyString
    meaning: LazyString


@blueprint.get("/desk")
@guards.requires(Permission.SEE_DESK)
def home() -> ResponseReturnValue:
    """Show what is due and what waits for this officer."""
    return render_template("desk/home.html", counts=_counts(), ways=_ways(), turns=_turns())


def _counts() -> list[Count]:
    actor = signed_in_actor()
    return [
        *_deadlines(actor),
        *_waiting(actor),
        *_looked_at_again(actor),
        *_tenancy(actor),
        *_decisions(actor),
        *_amendments(actor),
    ]


def _looked_at_again(actor: Actor) -> list[Count]:
    """Return what is to be done about households that are asked or rechecked while they wait.

    Basis: HN 16 (HN-16-4).
    """
    found: list[tuple[str, LazyString, int]] = []
    with reading() as session:
        if actor.may(Permission.RECHECK_CASE) or actor.may(Permission.DECIDE_CASE):
            address = url_for("rechecks.listing", only="answered")
            wanted = rechecks.Wanted(only="answered")
            found.append((address, TO_DECIDE, rechecks.count(session, actor.place, wanted)))
        if actor.may(Permission.RECHECK_CASE):
            new = reports.count(session, actor.place, ReportState.NEW)
            found.append((url_for("rechecks_changes.listing"), REPORTED, new))
        if actor.may(Permission.CONFIRM_WISH):
            unreached = confirmations.count(session, actor, "unreached")
            found.append((url_for("confirmations.listing"), UNREACHED, unreached))
    return [Count(*each, more=False) for each in found if each[2]]


def _waiting(actor: Actor) -> list[Count]:
    """Return with whom the county is late or soon will be, for those who house or subsidise.

    Basis: HN 16 (HN-16-3), HN 18 (HN-18-2).
    """
    if not (actor.may(Permission.REGISTER_ENTRY) or actor.may(Permission.RECHECK_CASE)):
        return []
    day, most = installation().clock.today(), work_list.MOST_COUNTED
    counts = []
    with reading() as session:
        for only, words in WAITING:
            total = waitlist.count_up_to(session, actor.place, only, day, most)
            address = url_for("waitlist.listing", only=only)
            counts.append(Count(address, words, min(total, most), total > most))
    return counts


def _tenancy(actor: Actor) -> list[Count]:
    """Return what of running leases waits for this officer."""
    with reading() as session:
        found = tenancy.waiting_for(session, actor, installation().clock.today())
    return [
        Count(url_for(each.endpoint, **each.asked), each.words, total, more=False)
        for each, total in found
    ]


def _decisions(actor: Actor) -> list[Count]:
    """Return what only the head of the county can decide: reports of giving up, and surplus.

    Basis: HN 19 (HN-19-3), HN 22 (HN-22-1).
    """
    if not (actor.may(Permission.DECIDE_CASE) and actor.may(Permission.TRANSFER_SURPLUS)):
        return []
    day, place = installation().clock.today(), actor.place
    with reading() as session:
        reported = abandonments.count(session, place, "reported", day)
        surplus = own_stock.to_be_decided(session, place, day)
    counts = []
    if reported:
        most = abandonments.MOST_COUNTED
        address = url_for("abandonments.listing", only="reported")
        counts.append(Count(address, _l("待认定的放弃"), reported, more=reported >= most))
    if surplus:
        words = _l("有剩余房源可以调剂的单位、园区")
        counts.append(Count(url_for("own_stock.listing"), words, surplus, more=False))
    return counts


def _amendments(actor: Actor) -> list[Count]:
    """Return how many changes of standards wait for a second person, for those who make them."""
    if not (actor.may(Permission.PROPOSE_VALUE) or actor.may(Permission.APPROVE_VALUE)):
        return []
    with reading() as session:
        total = len(policies.waiting(session, actor.place))
    return [Count(url_for("values.listing"), _l("待核准的参数调整"), total, more=False)]


def _deadlines(actor: Actor) -> list[Count]:
    if actor.role in ABOVE_COUNTIES:
        with reading() as session:
            total = counties.overdue_in(session, actor, installation().clock.today())
        return [Count(url_for("counties.listing"), _l("各县市区超期的时限"), total, more=False)]
    if not actor.may(Permission.SEE_CASES):
        return _clocks(actor, CLOCKS)
    # An office without e-mail is reminded here, and only here.
    return [*_cases(actor), *_clocks(actor, (REMINDED,)), *_of_county(actor)]


def _cases(actor: Actor) -> list[Count]:
    day, most = installation().clock.today(), work_list.MOST_COUNTED
    counts = []
    with reading() as session:
        for due, words in CASES:
            total = work_list.due_count(session, actor, due, day)
            address = url_for("reviews.listing", due=due)
            counts.append(Count(address, words, min(total, most), total > most))
    return counts


def _of_county(actor: Actor) -> list[Count]:
    """Return what whoever watches over all offices of a county sees beside the own cases."""
    if not actor.may(Permission.SEE_CLOCKS) or scope_of(actor).offices is not None:
        return []
    return _clocks(actor, COUNTY)


def _clocks(actor: Actor, lists: Lists) -> list[Count]:
    if not actor.may(Permission.SEE_CLOCKS):
        return []
    scope, day = scope_of(actor), installation().clock.today()
    counts = []
    with reading() as session:
        for only, words in lists:
            wanted = chosen(scope, actor, day, only, None)
            page = clocks.work_list(session, scope.place, wanted, rows=1)
            address = url_for("clocks.listing", only=only)
            counts.append(Count(address, words, page.total, page.capped))
    return counts


def _ways() -> list[tuple[LazyString, list[Way]]]:
    """Return the groups of ways that lead this officer somewhere."""
    actor = signed_in_actor()
    absent = _not_of_here(actor)
    groups = [*WAYS, *([CHECKED] if actor.may(Permission.SEE_REGISTER) else [])]
    found = [
        (
            heading,
            [
                Way(url_for(endpoint), words, meaning)
                for endpoint, words, meaning in ways
                if endpoint not in absent
                and admits(guard_of(current_app.view_functions[endpoint]), actor)
            ],
        )
        for heading, ways in groups
    ]
    return [(heading, ways) for heading, ways in found if ways]


def _not_of_here(actor: Actor) -> set[str]:
    """Return the ways whose door is open but behind which there is nothing for this desk."""
    absent = set() if actor.role in ABOVE_COUNTIES else {"counties.listing"}
    with reading() as session:
        if not rental_projects.concerns(session, actor.place):
            absent.add("rental_projects.listing")
        if not supply.concerns(policies.book(session), actor.place):
            absent.add("supply.listing")
        if not sales.concerns(session, actor.place):
            absent.add("sales.listing")
    return absent


def _turns() -> Sequence[tuple[Round, list[str]]]:
    """Rounds with the acts that this officer may do now."""
    actor = signed_in_actor()
    if not actor.may(Permission.SEE_ROUNDS):
        return []
    with reading() as session:
        found = rounds.rounds_of(session, actor.place)
    turns = [
        (
            each,
            [str(deed.act) for deed in next_acts(each, actor) if deed.may and deed.act != "annul"],
        )
        for each in found
    ]
    return [(each, acts) for each, acts in turns if acts]
