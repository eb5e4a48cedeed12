"""Where exchanges come from: two tenants who name each other, or a search for cycles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from housing.clocks import service as clocks
from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.clock import day_of
from housing.core.errors import BadInput, Conflict, WrongState
from housing.core.work import Work
from housing.exchanges import problem, queries, rules, telling
from housing.exchanges.models import Exchange, ExchangeMember, ExchangeSearch, ExchangeWish
from housing.exchanges.states import ExchangeState
from housing.exchanges.words import Origin, WishState
from housing.leases import queries as leases
from housing.leases.states import LeaseState
from housing.ownership import queries as ownership
from housing.policies.queries import book as values_in_force
from housing.units import queries as units
from housing.units.models import Unit

#: How many households one exchange may join at most, by the county.
LONGEST = "exchange_longest_cycle"
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Found:
    """What a search among so many households found, before it is kept."""

    longest: int
    households: int
    searched: problem.Searched


def find(session: Session, place: str, day: date, longest: int | None = None) -> Found:
    """Search the open wishes for the best cycles; reads only, and holds nothing while it searches.

    `longest`: how many households one cycle may have, by default as many as the county allows.
    Tenants who named each other are left to their own pair. Basis: HN 31 (HN-31-1).

    Raises:
        MissingPolicyValue: the county has not set how many households an exchange may join.
        BadInput: `longest` below 2 or above what the county allows, or too many possible cycles.
        BrokenRule: the plan does not pass its check.
    """
    most = int(values_in_force(session).value(LONGEST, place, day).value)
    chosen = most if longest is None else longest
    if not SHORTEST <= chosen <= most:
        raise BadInput(
            f"每个互换方案最多几户：{chosen}，应为 {SHORTEST} 户以上，本县规定最多 {most} 户"
            f" / longest: {chosen} is not between {SHORTEST} and {most}, which the county allows"
        )
    paired = {each.id for pair in queries.named_pairs(session, place) for each in pair}
    wishes = [
        each for each in queries.open_wishes(session, place) if each.ranks and each.id not in paired
    ]
    held = units.by_ids(session, [each.unit_id for each in wishes])
    numbers = leases.of_ids(session, [each.lease_id for each in wishes])
    searched = problem.run(
        wishes,
        {unit.id: unit for unit in held},
        {lease_id: lease.number for lease_id, lease in numbers.items()},
        # No cycle is longer than there are households; then nothing limits the search.
        chosen if chosen < len(wishes) else None,
    )
    return Found(chosen, len(wishes), searched)


def search(work: Work, *, longest: int | None = None, found: Found | None = None) -> ExchangeSearch:
    """Keep what a search found, with problem, plan and proof; without `found` search now.

    Nothing is opened yet: an officer looks at it first, and opening refuses what has changed.

    Raises:
        NotAllowed: the actor keeps no leases.
        MissingPolicyValue, BadInput, BrokenRule: as `find`.
    """
    work.actor.must(Permission.KEEP_LEASES)
    told = found or find(work.session, work.place, work.day, longest)
    clocks.alone(work, work.place)
    searched = told.searched
    made = ExchangeSearch(
        place=work.place,
        number=queries.next_number(work.session, work.place),
        longest=told.longest,
        households=told.households,
        moves=searched.moves,
        pair_moves=searched.pair_moves,
        is_proven=searched.is_proven,
        cycles=searched.cycles,
        problem=searched.problem,
        problem_sha256=searched.problem_sha256,
        plan=searched.plan,
        plan_sha256=searched.plan_sha256,
        made_at=work.now,
        made_by=work.actor.name,
    )
    work.session.add(made)
    work.session.flush()
    after = {"moves": made.moves, "pairs": made.pair_moves, "plan": made.plan_sha256}
    work.record(Entry(TenancyTag.EXCHANGE_SEARCHED, f"exchange_search:{made.number}", None, after))
    return made


def open_found(work: Work, search_id: int) -> list[Exchange]:
    """Open one case a cycle of a search, and ask every household; nothing has changed since.

    Raises:
        NotAllowed: the actor keeps no leases.
        NotFound: no such search.
        WrongState: it was used already.
        Conflict: a wish or a lease of it changed since; search anew.
        BadInput: it is not on file whose a flat is.
    """
    work.actor.must(Permission.KEEP_LEASES)
    clocks.alone(work, work.place)
    found = queries.search(work.session, work.place, search_id)
    if found.used_on is not None:
        raise WrongState(f"第 {found.number} 号方案已于 {found.used_on} 立案 / it was used already")
    made = []
    for cycle in found.cycles:
        wishes = [queries.live_wish(work.session, lease_id) for lease_id in cycle]
        whole = [
            each for each in wishes if each is not None and each.made_on <= day_of(found.made_at)
        ]
        if len(whole) < len(cycle) or any(each.state is not WishState.OPEN for each in whole):
            raise Conflict(
                f"第 {found.number} 号方案之后有家庭改变或者撤回了意愿，请重新搜索"
                " / a wish of this plan was changed since; search anew"
            )
        made.append(_open(work, whole, Origin.FOUND, found.id))
    found.used_on = work.day
    work.session.flush()
    return made


def open_pair(work: Work, wish_id: int) -> Exchange:
    """Open the case of two tenants who name each other. Basis: HN 31 (HN-31-1, HN-31-2).

    Raises:
        NotAllowed: the actor keeps no leases.
        NotFound: no such wish.
        WrongState: the other tenant does not name this one, or one of them is in a case.
        BadInput: it is not on file whose a flat is.
    """
    work.actor.must(Permission.KEEP_LEASES)
    clocks.alone(work, work.place)
    pairs = queries.named_pairs(work.session, work.place)
    wish = queries.wish(work.session, work.place, wish_id)
    pair = next((each for each in pairs if wish in each), None)
    if pair is None:
        raise WrongState(
            "对方没有登记与这一户互换，两户都登记后才能立案"
            " / the other tenant does not name this one; both must"
        )
    return _open(work, pair, Origin.NAMED, None)


def _open(
    work: Work, wishes: Sequence[ExchangeWish], origin: Origin, search_id: int | None
) -> Exchange:
    """Each takes the flat of the next, the last that of the first."""
    members = [
        _member(work, turn, wish, wishes[(turn + 1) % len(wishes)], origin)
        for turn, wish in enumerate(wishes)
    ]
    way = rules.way_of([each.by_county for each in members])
    stem = f"HH{work.place}-{work.day.year}-"
    made = Exchange(
        place=work.place,
        number=f"{stem}{queries.count_numbered(work.session, stem) + 1:05d}",
        origin=origin,
        search_id=search_id,
        state=ExchangeState.CONSENTING,
        needs_approval=way.needs_approval,
        needs_filing=way.needs_filing,
        opened_on=work.day,
        opened_by=work.actor.name,
        decided_by="",
        reasons="",
        document="",
        cites=list(rules.rules_of(way)),
        filing_number="",
        end_reason="",
        members=members,
    )
    work.session.add(made)
    for wish in wishes:
        wish.state = WishState.IN_CASE
    work.session.flush()
    after = {"leases": [each.lease_number for each in members], "origin": origin.value}
    work.record(Entry(TenancyTag.EXCHANGE_OPENED, made.case.subject, None, after), made.place)
    telling.tell_proposed(work, made)
    return made


def _member(
    work: Work, turn: int, wish: ExchangeWish, following: ExchangeWish, origin: Origin
) -> ExchangeMember:
    lease = leases.get(work.session, work.place, wish.lease_id, lock=True)
    if lease.state is not LeaseState.ACTIVE or lease.unit_id != wish.unit_id:
        raise Conflict(
            f"租赁合同 {lease.number} 已有变动，请重新搜索 / lease {lease.number} has changed"
        )
    unit = work.session.get_one(Unit, wish.unit_id)
    investment = ownership.investment_type(work.session, unit.id)
    if investment is None:
        raise BadInput(
            f"房源 {unit.code} 没有登记产权和投资类型，不能判断由谁批准；请先在产权页面登记"
            f" / unit {unit.code}: record its ownership first, it decides who approves",
            rules=("HN-31-1", "HN-31-2"),
        )
    other = problem.flat_of(work.session.get_one(Unit, following.unit_id))
    rank = rules.rank_of(problem.wanted_of(wish), problem.flat_of(unit), other)
    if rank is None and origin is Origin.FOUND:
        raise Conflict(
            f"租赁合同 {lease.number} 的互换意愿在查找之后有改变，请重新搜索"
            f" / the wish of lease {lease.number} was changed since; search anew"
        )
    return ExchangeMember(
        turn=turn,
        is_open=True,
        wish_id=wish.id,
        lease_id=lease.id,
        lease_number=lease.number,
        household_id=lease.household_id,
        unit_from=unit.id,
        unit_to=following.unit_id,
        rank=rank or 0,
        by_county=rules.by_county(investment, wish.reason),
        owner=unit.owner,
        consent_document="",
        owner_document="",
    )
