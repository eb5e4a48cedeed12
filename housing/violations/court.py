"""The court file of a violation: lease, letters, evidence and every act, in one PDF."""

from housing.core.access.permissions import Permission
from housing.core.work import Work
from housing.court_files import Cover, Gathered, Part
from housing.court_files.gathering import extract_of, letters_of, papers_of
from housing.documents.folder import Folder
from housing.households import queries as households
from housing.leases import queries as leases
from housing.letters.issuer import with_issuer
from housing.recusals.service import must_be_free
from housing.units import queries as units
from housing.violations import queries
from housing.violations.models import Violation
from housing.violations.steps import people_of
from housing.violations.words import KIND_WORDS, WAY_WORDS, DeliveryWay

EVIDENCE = "violation_evidence"
NAMES = {EVIDENCE: "证据材料"}


def court_file(work: Work, folder: Folder, violation_id: int) -> Gathered:
    """Return what the court file of a case is bound from.

    Basis: HN 34 (HN-34-3).

    Raises:
        NotAllowed: the actor neither reviews nor decides tenancies, or is recused.
        NotFound: no such case, or a paper is gone from the disk.
    """
    found = queries.get(work.session, work.place, violation_id)
    work.actor.must(Permission.TAKE_COURT_FILE)
    must_be_free(work, people_of(work, found.lease_id), found.case)
    lease = leases.get(work.session, found.place, found.lease_id)
    parts = [
        _facts(found),
        *letters_of(work, found.case),
        *papers_of(work, folder, lease.case, {}),
        *papers_of(work, folder, found.case, NAMES),
        _visits(found),
        extract_of(work.session, found.case),
    ]
    return Gathered(found.case, _cover(work, found), parts)


def _cover(work: Work, found: Violation) -> Cover:
    lease = leases.get(work.session, found.place, found.lease_id)
    home = households.get(work.session, found.place, lease.household_id)
    office = with_issuer(work.session, None, found.place, work.day, {})["issuer"]
    return Cover(
        title="违规使用公共租赁住房案卷",
        number=found.number,
        office=str(office),
        made_on=work.day,
        facts=(
            ("承租人", home.name),
            ("房屋", units.located(work.session, lease.unit_id)),
            ("租赁合同", lease.number),
            ("违规行为", KIND_WORDS[found.kind]),
        ),
    )


def _facts(found: Violation) -> Part:
    """The way of the case, day by day."""
    steps = (
        ("立案", found.opened_on, found.facts),
        ("告知承租人", found.noticed_on, f"可陈述到 {found.statement_until}"),
        ("承租人陈述", found.stated_on, found.statement),
        ("认定", found.found_on, found.finding),
        ("责令限期整改", found.ordered_on, found.requirement),
        ("整改通知送达", found.order_delivered_on, _served(found.order_way, found.order_receipt)),
        ("整改期限届满", found.rectify_until, ""),
        ("期满检查", found.refused_on, "没有整改"),
        ("取消资格并责令退回", found.cancelled_on, found.cancel_reasons),
        (
            "取消决定送达",
            found.decision_delivered_on,
            _served(found.decision_way, found.decision_receipt),
        ),
        ("退回期限届满", found.return_until, ""),
        ("申请强制执行", found.applied_on, f"{found.court}；{found.remedies}"),
        ("法院裁定", found.ruled_on, f"{found.court_number}：{found.ruling}"),
    )
    rows = [(name, str(on), words) for name, on, words in steps if on is not None]
    return Part(title="案件经过", rows=[("事项", "日期", "内容"), *rows])


def _visits(found: Violation) -> Part:
    head = ("检查日期", "检查人", "是否整改", "情况", "记录")
    rows = [
        (
            str(each.made_on),
            each.made_by,
            "是" if each.is_rectified else "否",
            each.finding,
            each.document,
        )
        for each in found.visits
    ]
    return Part(title="检查记录", rows=[head, *rows])


def _served(way: DeliveryWay | None, receipt: str) -> str:
    return f"{WAY_WORDS[way]}；{receipt}" if way else receipt
