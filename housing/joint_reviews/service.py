"""Acts on joint reviews: begin, take in answers, keep opinions, decide."""

from collections.abc import Sequence

from housing.checks import service as checks
from housing.clocks import many as clocks
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.canonical import canonical_bytes, sha256_hex
from housing.core.errors import BadInput, NotAllowed
from housing.core.texts import given_lines
from housing.core.work import Work
from housing.eligibility.assess import Assessment
from housing.joint_reviews import evidence, opening, people, queries, rules, telling
from housing.joint_reviews.models import DepartmentOpinion, JointReview
from housing.joint_reviews.people import Tenant
from housing.joint_reviews.rules import Opinion
from housing.joint_reviews.states import CALLED, LIFECYCLE, ReviewAct, ReviewPurpose
from housing.policies.queries import book as values_in_force
from housing.recusals import service as recusals
from housing.reviews.cases import as_system
from housing.reviews.evidence import Gathered

begin = opening.begin
begin_many = opening.begin_many
begin_for_recipient = opening.begin_for_recipient
make_void = opening.make_void
P = Permission
#: What a decision cites besides the conditions it found.
CITED = {
    ReviewPurpose.RENEWAL: ("HN-24-6", "HN-14-4"),
    ReviewPurpose.EXIT: ("HN-33-1", "HN-33-3"),
    ReviewPurpose.PERIODIC: ("HN-33-2", "HN-33-3"),
}
#: Departments that may hold something against a household. Basis: HN 33 (HN-33-3).
GIVES_OPINIONS = (
    OfficeKind.PROPERTY_REGISTRY,
    OfficeKind.CIVIL_AFFAIRS,
    OfficeKind.PUBLIC_SECURITY,
    OfficeKind.SOCIAL_SECURITY,
    OfficeKind.HOUSING_CENTRE,
)


def collect(work: Work, reviews: Sequence[JointReview]) -> int:
    """Keep the findings and opinions where the departments have answered; return of how many.

    Done by the job; a decision looks at the answers once more.
    Basis: HN 14 (HN-14-4), HN 33 (HN-33-3).
    """
    told = []
    for review in reviews:
        found = look(work, review, people.tenant_of(work.session, review))
        review.state = LIFECYCLE.step(review.state, ReviewAct.COLLECT, CALLED).target
        told.append([review.id, found.outcome.value])
    if told:
        work.session.flush()
        after = {"reviews": len(told), "sha256": sha256_hex(canonical_bytes(told))}
        entry = Entry(TenancyTag.TENANT_REVIEWS_COLLECTED, f"place:{work.place}", after=after)
        work.record(entry, work.place)
    return len(told)


def opine(
    work: Work,
    review_id: int,
    *,
    department: OfficeKind,
    adverse: bool,
    words: str,
    document: str,
) -> DepartmentOpinion:
    """Keep the written opinion of a department; the last one of a department stands.

    Basis: HN 33 (HN-33-3, HN-33-4).

    Raises:
        NotAllowed: the actor reviews no tenancies, or is recused. NotFound: no such review.
        WrongState: it is decided. BadInput: no words, no document, or no such department.
    """
    work.actor.must(P.REVIEW_TENANCY)
    review = queries.get(work.session, work.place, review_id, lock=True)
    LIFECYCLE.step(review.state, ReviewAct.PASS, CALLED)
    tenant = people.tenant_of(work.session, review)
    recusals.must_be_free(work, tenant.indexes(), review.case)
    said, paper = " ".join(words.split()), document.strip()
    if department not in GIVES_OPINIONS:
        raise BadInput("部门：不出具退出审核意见 / department: gives no opinion on tenants")
    if not said or not paper:
        raise BadInput(
            "部门意见：内容和书面意见的文号都要填写 / opinion: give its words and its document"
        )
    return _keep(work, review, Opinion(department, adverse, said, document=paper))


def decide(work: Work, review_id: int, *, passed: bool, reasons: Sequence[str]) -> JointReview:
    """Decide whether the household still meets the conditions.

    Whoever reviews tenancies passes periodic reviews, and finds against a household in these and in
    those for a renewal: an exit case follows, which another person decides. All else is for whoever
    decides on tenancies. Nobody decides what he began.
    Basis: HN 24 (HN-24-6), HN 33 (HN-33-3, HN-33-4).

    Raises:
        NotAllowed: the actor may not, began it, or is recused (回避).
        NotFound: the place has no such review. WrongState: it is decided already.
        BadInput: no reason. BrokenRule: answers and opinions do not carry the decision.
        MissingPolicyValue: a standard or the legal basis is missing.
    """
    review = queries.get(work.session, work.place, review_id, lock=True)
    act = ReviewAct.PASS if passed else ReviewAct.FAIL
    target = LIFECYCLE.step(review.state, act, CALLED).target
    tenant = people.tenant_of(work.session, review)
    _must_decide(work, review, tenant, passed)
    said = given_lines(reasons, "理由 / reasons")
    held = evidence.gathered(work.session, work.keyring, review, tenant)
    found = look(work, review, tenant, held)
    standing = queries.standing(work.session, review.id)
    if passed:
        rules.must_keep(found, standing, [kind for kind in held.answers if held.has(kind)])
    else:
        rules.must_end(standing)
    review.state, review.decided_by, review.decided_on = target, work.actor.name, work.day
    review.decision_reason = "\n".join(said)
    review.conditions = [] if passed else rules.conditions_of(standing)
    wanted = dict.fromkeys((*CITED[review.purpose], *review.conditions))
    book = values_in_force(work.session)
    review.cites = list(book.cited(list(wanted), review.place, work.day))
    work.session.flush()
    _close(work, review, said)
    if passed and review.purpose is ReviewPurpose.PERIODIC:
        telling.tell_reviewed(work, review, tenant, "；".join(said))
    return review


def adverse(work: Work, review: JointReview) -> list[Opinion]:
    """Return the opinions that stand against the household. Basis: HN 33 (HN-33-4)."""
    standing = queries.standing(work.session, review.id)
    return [each for each in standing if each.adverse]


def look(
    work: Work, review: JointReview, tenant: Tenant, held: Gathered | None = None
) -> Assessment:
    """Keep what the answers say now: findings, and the opinion of each department that answered."""
    held = held or evidence.gathered(work.session, work.keyring, review, tenant)
    found = evidence.assessed(values_in_force(work.session), review, held)
    review.findings, review.answers = found.to_json(), held.hashes()
    others = queries.other_leases(work.session, review.lease_id, tenant.indexes())
    records = sha256_hex(canonical_bytes({"other_leases": others}))
    standing = queries.standing(work.session, review.id)
    for each in rules.drawn(found, held.hashes(), others, records):
        if each not in standing:
            _keep(work, review, each)
    work.session.flush()
    return found


def _keep(work: Work, review: JointReview, opinion: Opinion) -> DepartmentOpinion:
    kept = DepartmentOpinion(
        review_id=review.id,
        department=opinion.department,
        adverse=opinion.adverse,
        words=opinion.words,
        rules=list(opinion.rules),
        document=opinion.document,
        answer_sha256=opinion.sha256,
        given_on=work.day,
        recorded_by=work.actor.name,
    )
    work.session.add(kept)
    work.session.flush()
    after = {
        "review": review.id,
        "opinion": kept.id,
        "department": opinion.department.value,
        "adverse": int(opinion.adverse),
    }
    entry = Entry(
        TenancyTag.TENANT_OPINION_KEPT, review.case.subject, after=after, document=opinion.document
    )
    work.record(entry, review.place)
    return kept


def _must_decide(work: Work, review: JointReview, tenant: Tenant, passed: bool) -> None:
    actor, purpose = work.actor, review.purpose
    by_reviewer = purpose is ReviewPurpose.PERIODIC or (
        purpose is ReviewPurpose.RENEWAL and not passed
    )
    if not (by_reviewer and actor.may(P.REVIEW_TENANCY)):
        actor.must(P.DECIDE_TENANCY)
    if review.opened_by == actor.name:
        raise NotAllowed(
            f"{review.number}：提出审核和作出决定须是两个人"
            f" / {review.number}: whoever began the review cannot decide it"
        )
    recusals.must_be_free(work, tenant.indexes(), review.case)


def _close(work: Work, review: JointReview, said: Sequence[str]) -> None:
    reason, purpose = "；".join(said), evidence.ASKED_FOR[review.purpose]
    checks.conclude(as_system(work), review.case, purpose, without_reason=reason)
    kind = opening.CLOCKS[review.purpose]
    clocks.stop(work, review.place, "joint_review", [review.id], kind)
    passed = not review.conditions
    after = {
        "review": review.id,
        "state": review.state.value,
        "findings": sha256_hex(canonical_bytes(review.findings)),
        "cites": review.cites,
    }
    tag = TenancyTag.TENANT_REVIEW_PASSED if passed else TenancyTag.TENANT_REVIEW_FAILED
    work.record(Entry(tag, review.case.subject, None, after, reason=reason), review.place)
