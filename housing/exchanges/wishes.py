"""What tenants want instead of their flat: told by themselves or at the counter, and taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from housing.core import texts
from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput, WrongState
from housing.core.work import Work
from housing.exchanges import queries
from housing.exchanges.models import ExchangeWish
from housing.exchanges.rules import ASKED
from housing.exchanges.words import Reason, WishState
from housing.leases import queries as leases
from housing.leases import whose
from housing.leases.models import Lease
from housing.leases.states import LeaseState

MOST_RANKS, MOST_CONDITIONS = 5, 10
given = partial(texts.given, most=2_000)


@dataclass(frozen=True, slots=True)
class Told:
    """A wish as it is told: `ranks` from the best on (see `ExchangeWish`), or a partner's lease."""

    reason: Reason
    detail: str
    document: str = ""
    needs_access: bool = False
    needs_size: bool = False
    partner: str = ""
    ranks: Sequence[Sequence[Mapping[str, Any]]] = field(default_factory=tuple)


def wish(work: Work, lease_id: int, told: Told) -> ExchangeWish:
    """Keep what a tenant wants; a wish told before is replaced.

    Basis: HN 31 (HN-31-1: reasons such as work or children's schooling, HN-31-2: others).

    Raises:
        NotFound: no such lease, or another family's.
        WrongState: the lease does not run, or an exchange of this wish is under way.
        BadInput: neither a partner nor a wish, an unknown partner, or an empty condition.
    """
    lease = own_lease(work, lease_id)
    if lease.state is not LeaseState.ACTIVE:
        raise WrongState(f"租赁合同 {lease.number} 不在租赁中 / lease {lease.number} does not run")
    before = queries.live_wish(work.session, lease.id)
    if before is not None and before.state is WishState.IN_CASE:
        raise WrongState("互换正在办理，请先撤回或者等待结果 / an exchange is under way")
    ranks = _ranks(told.ranks)
    partner = _partner(work, lease, told.partner)
    if not ranks and partner is None:
        raise BadInput(
            "互换意愿：请写明想换到哪里，或者写明约定互换的合同编号"
            " / wish: say which flats you want, or the lease you agreed to swap with"
        )
    if before is not None:
        before.state, before.withdrawn_on = WishState.WITHDRAWN, work.day
        work.session.flush()
    made = ExchangeWish(
        place=lease.place,
        lease_id=lease.id,
        household_id=lease.household_id,
        unit_id=lease.unit_id,
        state=WishState.OPEN,
        reason=told.reason,
        detail=given(told.detail, "原因说明 / detail"),
        document=told.document.strip(),
        needs_access=told.needs_access,
        needs_size=told.needs_size,
        partner_lease_id=partner,
        ranks=ranks,
        made_on=work.day,
        made_by=work.actor.name,
    )
    work.session.add(made)
    work.session.flush()
    after = {"reason": told.reason.value, "ranks": len(ranks), "partner": told.partner.strip()}
    work.record(
        Entry(
            TenancyTag.EXCHANGE_WISHED, lease.case.subject, None, after, made.detail, made.document
        ),
        lease.place,
    )
    return made


def withdraw(work: Work, lease_id: int) -> ExchangeWish:
    """Take a wish back.

    Raises:
        NotFound: no such lease, or another family's.
        WrongState: there is no open wish.
    """
    lease = own_lease(work, lease_id)
    found = queries.live_wish(work.session, lease.id)
    if found is None or found.state is not WishState.OPEN:
        raise WrongState("没有可以撤回的互换意愿 / there is no open wish to take back")
    found.state, found.withdrawn_on = WishState.WITHDRAWN, work.day
    work.session.flush()
    work.record(Entry(TenancyTag.EXCHANGE_WISH_WITHDRAWN, lease.case.subject), lease.place)
    return found


def own_lease(work: Work, lease_id: int) -> Lease:
    """Return the lease a tenant acts on for itself, or an officer who keeps leases for it.

    Raises:
        NotFound: no such lease, or neither the own one nor one that the actor keeps.
    """
    if work.actor.may(Permission.KEEP_LEASES):
        return leases.get(work.session, work.place, lease_id)
    return whose.own(work.session, work.actor, lease_id)


def _partner(work: Work, lease: Lease, number: str) -> int | None:
    if not number.strip():
        return None
    found = leases.by_number(work.session, lease.place, number.strip())
    if found is None or found.state is not LeaseState.ACTIVE or found.id == lease.id:
        raise BadInput(
            f"约定互换的合同编号：{number.strip()} 不是另一户正在租赁的合同，请核对编号"
            f" / partner: {number.strip()} is no running lease of another household"
        )
    return found.id


def _ranks(told: Sequence[Sequence[Mapping[str, Any]]]) -> list[list[dict[str, Any]]]:
    ranks = [[_condition(each) for each in tier] for tier in told if tier]
    if len(ranks) > MOST_RANKS or sum(map(len, ranks)) > MOST_CONDITIONS:
        raise BadInput(
            f"互换意愿：最多 {MOST_RANKS} 个名次、{MOST_CONDITIONS} 个条件"
            f" / wish: at most {MOST_RANKS} ranks and {MOST_CONDITIONS} conditions"
        )
    return ranks


def _condition(told: Mapping[str, Any]) -> dict[str, Any]:
    unknown = sorted(set(told) - set(ASKED))
    held = {name: told[name] for name in ASKED if told.get(name) not in (None, "", False)}
    if unknown or not held:
        raise BadInput(
            f"互换意愿：{'不认识 ' + '、'.join(unknown) if unknown else '每个条件至少写一项'}"
            " / wish: each condition names at least one of project, layout, floor, lift, access"
        )
    if held.get("floor_from", 1) > held.get("floor_to", 10_000):
        raise BadInput("楼层：起始楼层高于截止楼层 / floor: from lies above to")
    return held
