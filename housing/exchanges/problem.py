"""The bridge to the search for cycles: open wishes in, cycles of leases with their proof out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from allocation.canonical import sha256_hex
from allocation.exchange import ExchangePlan, ExchangeProblem, Tenant, pairs_only, solve_exchange
from allocation.exchange_check import check_exchange
from housing.core.errors import BadInput, BrokenRule
from housing.exchanges.models import ExchangeWish
from housing.exchanges.rules import Flat, Wanted, needs_met, rank_of
from housing.units.models import Unit

#: Of the solver's own clock, for a search with a greatest length, and for the pairs beside it.
SECONDS, PAIRS_SECONDS = 20.0, 6.0


@dataclass(frozen=True, slots=True)
class Searched:
    """What a search found: cycles of lease ids, the exact bytes, and what pairs alone reach."""

    cycles: list[list[int]]
    problem: bytes
    problem_sha256: str
    plan: bytes
    plan_sha256: str
    moves: int
    pair_moves: int
    is_proven: bool


def flat_of(unit: Unit) -> Flat:
    """Return a unit as wishes see it."""
    return Flat(
        project=unit.project_code,
        layout=unit.layout,
        floor=unit.floor,
        lift=unit.lift,
        accessible=unit.accessible,
        area=unit.area,
        keeper=unit.keeper,
        programme=unit.programme.value,
    )


def wanted_of(wish: ExchangeWish) -> Wanted:
    """Return a wish as it is weighed."""
    tiers = tuple(tuple(tier) for tier in wish.ranks)
    return Wanted(tiers, wish.needs_access, wish.needs_size)


def run(
    wishes: Sequence[ExchangeWish],
    units: Mapping[int, Unit],
    numbers: Mapping[int, str],
    longest: int | None,
) -> Searched:
    """Find the best cycles among the wishes; `numbers` are those of leases, by id.

    The order is that of the wishes: who told first comes first. The plan is checked by the
    program that never sees the solver before it is returned.

    Raises:
        BadInput: with `longest`, too many possible cycles.
        BrokenRule: the check refuses the plan.
    """
    problem = ExchangeProblem(_tenants(wishes, units, numbers), longest)
    raw = problem.canonical()
    try:
        plan = solve_exchange(problem, seconds=SECONDS)
        pairs = pairs_only(problem, seconds=PAIRS_SECONDS)
    except ValueError as fault:
        raise BadInput(f"最长环：{longest}，可能的组合太多，请缩短 / longest: {fault}") from fault
    faults = check_exchange(problem.to_json(), plan.to_json(), problem_sha256=sha256_hex(raw))
    if faults:
        raise BrokenRule(f"互换方案没有通过验证，不能使用 / the plan fails its check: {faults[0]}")
    return _searched(plan, raw, {number: lease for lease, number in numbers.items()}, pairs.moves)


def _searched(plan: ExchangePlan, raw: bytes, ids: Mapping[str, int], pair_moves: int) -> Searched:
    told = plan.canonical()
    return Searched(
        cycles=[[ids[number] for number in cycle] for cycle in plan.cycles],
        problem=raw,
        problem_sha256=sha256_hex(raw),
        plan=told,
        plan_sha256=sha256_hex(told),
        moves=plan.moves,
        pair_moves=pair_moves,
        is_proven=plan.status == "optimal",
    )


def _tenants(
    wishes: Sequence[ExchangeWish], units: Mapping[int, Unit], numbers: Mapping[int, str]
) -> tuple[Tenant, ...]:
    """Flats are alike, and one class, when everybody ranks them alike and needs them alike."""
    kinds: dict[Flat, list[int]] = {}
    for place, wish in enumerate(wishes):
        kinds.setdefault(flat_of(units[wish.unit_id]), []).append(place)
    seen: dict[Flat, dict[int, tuple[int, tuple[str, ...]]]] = {flat: {} for flat in kinds}
    for place, wish in enumerate(wishes):
        own, wanted = flat_of(units[wish.unit_id]), wanted_of(wish)
        for flat, held in seen.items():
            if (rank := rank_of(wanted, own, flat)) is not None:
                held[place] = (rank, needs_met(wanted, own, flat))
    named: dict[tuple[tuple[int, tuple[int, tuple[str, ...]]], ...], str] = {}
    class_of: dict[Flat, str] = {}
    for flat in sorted(kinds, key=lambda each: min(kinds[each])):
        first = units[wishes[min(kinds[flat])].unit_id].code
        class_of[flat] = named.setdefault(tuple(sorted(seen[flat].items())), first)
    return tuple(
        _tenant(place, wish, units, numbers, seen, class_of) for place, wish in enumerate(wishes)
    )


def _tenant(
    place: int,
    wish: ExchangeWish,
    units: Mapping[int, Unit],
    numbers: Mapping[int, str],
    seen: Mapping[Flat, Mapping[int, tuple[int, tuple[str, ...]]]],
    class_of: Mapping[Flat, str],
) -> Tenant:
    ranked: dict[int, set[str]] = {}
    met: dict[str, set[str]] = {}
    for flat, held in seen.items():
        if place in held:
            rank, needs = held[place]
            ranked.setdefault(rank, set()).add(class_of[flat])
            for need in needs:
                met.setdefault(need, set()).add(class_of[flat])
    return Tenant(
        id=numbers[wish.lease_id],
        priority=(place,),
        home=class_of[flat_of(units[wish.unit_id])],
        wishes=tuple(tuple(sorted(ranked[rank])) for rank in sorted(ranked)),
        needs=tuple(frozenset(met[need]) for need in sorted(met)),
    )
