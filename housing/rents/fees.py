"""The property service fee of an estate: its own kind of charge, never mixed with rent.

Basis: HN 27 (HN-27-2).
"""

from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput, NotFound
from housing.core.work import Work
from housing.rents import queries
from housing.rents.models import EstateFee
from housing.rents.months import first_of
from housing.units.models import Project

MOST = 5000


def set_fee(
    work: Work, project_code: str, *, from_month: str, fen_per_m2: int, document: str
) -> EstateFee:
    """Set what tenants of an estate pay a month per m², from a month on. Basis: HN 27 (HN-27-2).

    Raises:
        NotAllowed: the actor keeps no rents.
        NotFound: no such estate.
        BadInput: no document, an amount that is not plausible, or a month that was charged.
    """
    work.actor.must(Permission.KEEP_RENT)
    from_on = first_of(from_month)
    if work.session.get(Project, (work.place, project_code)) is None:
        raise NotFound(f"没有项目 {project_code} / there is no estate {project_code}")
    if not 0 <= fen_per_m2 <= MOST:
        raise BadInput(
            f"物业费：每平方米每月应在 0 至 {MOST / 100:.2f} 元之间"
            " / fee: not plausible for a month and m²"
        )
    if not document.strip():
        raise BadInput("依据文件：不能为空 / document: name the contract or approval")
    _must_not_be_charged(work, from_month)
    made = EstateFee(
        place=work.place,
        project_code=project_code,
        from_on=from_on,
        fen_per_m2=fen_per_m2,
        document=document.strip(),
        set_by=work.actor.name,
        set_at=work.now,
    )
    work.session.merge(made)
    work.session.flush()
    after = {"from": from_on.isoformat(), "fen_per_m2": fen_per_m2}
    told = Entry(
        TenancyTag.ESTATE_FEE_SET, f"project:{project_code}", None, after, "", made.document
    )
    work.record(told)
    return made


def _must_not_be_charged(work: Work, from_month: str) -> None:
    charged = queries.last_charged(work.session, work.place)
    if charged is not None and charged >= from_month:
        raise BadInput(
            f"执行月份：{charged} 已计收，请从之后的月份开始"
            f" / from: {charged} has been charged; begin after it"
        )
