"""Granting many renewals together: whom it fits, the batch, and how it is worked off."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from housing.accounts import queries as accounts
from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.canonical import canonical_bytes, sha256_hex
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.errors import BadInput, HousingError
from housing.core.keyring import Keyring
from housing.core.texts import given_lines
from housing.core.work import Work, working
from housing.joint_reviews import queries as reviews
from housing.joint_reviews.models import JointReview
from housing.joint_reviews.states import ReviewState
from housing.renewals import deciding, queries
from housing.renewals.models import Renewal, RenewalBatch, RenewalBatchRow
from housing.renewals.states import RenewalState, RowOutcome

PASSED_ALL = "部门核查全部符合条件，各部门无不利意见"
AT_ONCE = 10
MOST = 2000


@dataclass(frozen=True, slots=True)
class Fit:
    """One application and why it cannot be granted in a batch; "" where it can."""

    renewal: Renewal
    why: str


def preview(session: Session, place: str, ids: Collection[int]) -> list[Fit]:
    """Return which of these applications can be granted together, and why others cannot.

    Only those whose findings have all passed and that no department objects to.
    Basis: HN 24 (HN-24-6).
    """
    found = queries.of_ids(session, place, ids)
    held = reviews.of_ids(session, [each.review_id for each in found if each.review_id])
    return [Fit(each, _why_not(session, each, held.get(each.review_id or 0))) for each in found]


def make(work: Work, ids: Collection[int], *, reason: str) -> RenewalBatch:
    """Decide to grant these applications; each is granted in an act of its own, in this name.

    Basis: HN 24 (HN-24-6).

    Raises:
        NotAllowed: the actor decides no tenancies.
        BadInput: no reason, none that fits, or one that does not; names them.
    """
    work.actor.must(Permission.DECIDE_TENANCY)
    why = given_lines([reason], "理由 / reasons")[0]
    found = preview(work.session, work.place, sorted(ids)[:MOST])
    unfit = [each for each in found if each.why]
    if unfit or not found:
        named = "、".join(each.renewal.number for each in unfit[:20]) or "—"
        raise BadInput(
            f"以下申请不能批量准予续租：{named} / these cannot be granted together: {named}"
        )
    batch = RenewalBatch(place=work.place, reason=why, made_by=work.actor.name, made_at=work.now)
    work.session.add(batch)
    work.session.flush()
    waiting = RowOutcome.WAITING
    work.session.add_all(
        RenewalBatchRow(batch_id=batch.id, renewal_id=each.renewal.id, outcome=waiting, why="")
        for each in found
    )
    numbers = sorted(each.renewal.number for each in found)
    after = {
        "batch": batch.id,
        "renewals": len(numbers),
        "sha256": sha256_hex(canonical_bytes(numbers)),
    }
    work.session.flush()
    entry = Entry(TenancyTag.RENEWAL_BATCH_MADE, f"place:{work.place}", None, after, reason=why)
    work.record(entry, work.place)
    return batch


def go_on(database: Database, keyring: Keyring, clock: Clock, batch_id: int, most: int) -> int:
    """Grant up to `most` waiting applications of a batch, one act each; return how many were seen.

    What refuses one is kept beside it, and the others go on. May be killed and run again.
    """
    with database.reads() as session:
        batch = session.get_one(RenewalBatch, batch_id)
        maker = accounts.by_name(session, batch.made_by)
        rows = queries.rows_of(session, batch_id, RowOutcome.WAITING, most)
    if maker is None:
        return 0
    actor = accounts.actor_of(maker)
    for row, renewal in rows:
        why = ""
        try:
            with working(database.acts, actor, clock, keyring) as work:
                deciding.grant(work, renewal.id, reasons=[batch.reason])
        except HousingError as refused:
            why = str(refused)
        with working(database.acts, actor, clock, keyring) as work:
            _note(work, row.id, batch_id, why)
    return len(rows)


def work_off(database: Database, keyring: Keyring, clock: Clock) -> int:
    """Go on with every batch that is not worked off; return how many applications were seen."""
    with database.reads() as session:
        waiting = [each.id for each in queries.open_batches(session)]
    total = 0
    for batch_id in waiting:
        seen = AT_ONCE
        while seen == AT_ONCE:
            seen = go_on(database, keyring, clock, batch_id, AT_ONCE)
            total += seen
    return total


def _note(work: Work, row_id: int, batch_id: int, why: str) -> None:
    row = work.session.get_one(RenewalBatchRow, row_id, with_for_update=True)
    row.outcome = RowOutcome.REFUSED if why else RowOutcome.GRANTED
    row.why = why
    work.session.flush()
    if not queries.rows_of(work.session, batch_id, RowOutcome.WAITING, 1):
        work.session.get_one(RenewalBatch, batch_id).done_at = work.now


def _why_not(session: Session, renewal: Renewal, review: JointReview | None) -> str:
    if renewal.state is not RenewalState.REVIEWING or review is None:
        return "不在审核中 / not under review"
    if review.state is not ReviewState.ANSWERED or review.findings is None:
        return "部门尚未全部答复 / not all departments have answered"
    if review.findings["outcome"] != "qualified":
        return "有不符合或者未核查的条件 / conditions are not met or not checked"
    if any(each.adverse for each in reviews.standing(session, review.id)):
        return "有部门的不利意见 / a department holds something against the household"
    return ""
