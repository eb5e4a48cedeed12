"""The file of an exit case for the court, as one PDF. Basis: HN 33 (HN-33-8)."""

from housing.core.access.offices import OFFICE_NAMES
from housing.core.access.permissions import Permission
from housing.core.money import Fen, yuan
from housing.core.work import Work
from housing.court_files import Cover, Gathered, Part
from housing.court_files.gathering import parts_of
from housing.documents.folder import Folder
from housing.exits import acting
from housing.exits.models import ExitCase
from housing.exits.states import CALLED
from housing.exits.words import TRIGGER_WORDS
from housing.joint_reviews import queries as reviews
from housing.leases import terms
from housing.leases.words import BASIS_WORDS
from housing.reviews.telling import county_office

P = Permission
HEAD = ("部门", "意见", "内容", "依据", "日期")


def court_file(work: Work, folder: Folder, case_id: int) -> Gathered:
    """Return the file of a case: opinions, letters with their delivery, lease, rents, register.

    Basis: HN 33 (HN-33-8).

    Raises:
        NotAllowed, NotFound: as the words say.
        BrokenRule: the county has no housing department.
    """
    case = acting.taken(work, case_id, P.TAKE_COURT_FILE)
    parts = [*_opinions(work, case), *parts_of(work, folder, case.case)]
    if case.review_id is not None:
        review = reviews.get(work.session, case.place, case.review_id)
        parts += parts_of(work, folder, review.case)
    if case.lease_id is not None:
        lease = acting.lease_of(work, case)
        parts += [_rents(work, lease.id), *parts_of(work, folder, lease.case)]
    return Gathered(case.case, _cover(work, case), parts)


def _cover(work: Work, case: ExitCase) -> Cover:
    office = county_office(work, case.place)
    tenant = acting.tenant_of(work, case)
    days = {
        "取消资格日期": case.decided_on,
        "通知送达日期": case.delivered_on,
        "搬迁期届满": case.relocate_until,
        "市场租金起算": case.market_from,
    }
    facts = [
        ("承租人", tenant.household.name),
        ("编号", case.number),
        ("情形", TRIGGER_WORDS[case.trigger]),
        ("现状", str(CALLED[case.state])),
        *((name, day.isoformat()) for name, day in days.items() if day),
        *([("自有住房", f"{case.dwelling}（{case.dwelling_document}）")] if case.dwelling else []),
    ]
    return Cover("退出公共租赁住房案卷", case.number, office.name, work.day, facts)


def _opinions(work: Work, case: ExitCase) -> list[Part]:
    if case.review_id is None:
        return []
    rows = [
        (
            OFFICE_NAMES[each.department],
            "不利" if each.adverse else "无不利",
            each.words,
            each.document or "核查答复",
            each.given_on.isoformat(),
        )
        for each in reviews.opinions(work.session, case.review_id)
    ]
    return [Part(title="部门联合审核意见", rows=[HEAD, *rows])] if rows else []


def _rents(work: Work, lease_id: int) -> Part:
    rows = [
        (
            f"{each.from_on} 起",
            BASIS_WORDS[each.basis],
            yuan(Fen(each.monthly_fen)),
            each.reason,
        )
        for each in terms.of_leases(work.session, [lease_id]).get(lease_id, [])
    ]
    return Part(title="租金执行情况", rows=[("执行日期", "依据", "每月（元）", "原因"), *rows])
