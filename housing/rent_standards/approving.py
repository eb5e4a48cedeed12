"""New standards: no value without the approval of the government of its level, and its day.

Basis: HN 25 (HN-25-3, HN-25-4).
"""

from dataclasses import dataclass
from datetime import date

from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput, BrokenRule
from housing.core.work import Work
from housing.policies import queries as values
from housing.policies import service as policies
from housing.policies.models import Amendment
from housing.rent_standards import queries
from housing.rent_standards.models import PARAMETERS, StandardApproval, StandardPublication

RULES = ("HN-25-3",)


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approved a standard, by which document, on which day."""

    authority: str
    document: str
    approved_on: date


def propose(
    work: Work, parameter: str, text: str, first_day: date, approval: Approval, source: str = ""
) -> Amendment:
    """Enter an approved standard of rents, market rents or fees; a second person confirms it.

    It holds from `first_day` once it is confirmed. Basis: HN 25 (HN-25-3).

    Raises:
        NotAllowed: the actor may not propose values.
        BrokenRule: the approval is of a later day than the standard's first day, or of a day to
            come: an act that has not been approved cannot be put into force.
        BadInput: authority or document are missing, or the value cannot be taken.
    """
    if parameter not in PARAMETERS:
        raise BadInput(f"参数：{parameter} 不是租金标准 / {parameter} is no standard of rents")
    _must_be_approved(work, approval, first_day)
    made = policies.propose(
        work, parameter, text, first_day, document=approval.document.strip(), source=source
    )
    _keep(work, made, approval)
    return made


def record(work: Work, amendment_id: int, approval: Approval) -> StandardApproval:
    """Put the approval of an entered standard on file afterwards, which rents wait for.

    Raises:
        NotAllowed: the actor may not propose values.
        NotFound: no such amendment in the place.
        BadInput: no standard of rents, or authority or document are missing.
        BrokenRule: as `propose`, or an approval is on file already.
    """
    work.actor.must(Permission.PROPOSE_VALUE)
    amendment = values.get(work.session, work.place, amendment_id)
    if amendment.parameter not in PARAMETERS:
        raise BadInput(f"参数：{amendment.parameter} 不是租金标准 / this is no standard of rents")
    if queries.approval_of(work.session, amendment_id) is not None:
        raise BrokenRule("批准文件已登记 / its approval is on file already")
    _must_be_approved(work, approval, amendment.first_day)
    return _keep(work, amendment, approval)


def confirm(work: Work, amendment_id: int) -> Amendment:
    """Confirm an entered standard, as another person; refused without the approval on file.

    Raises:
        NotAllowed: the actor may not approve values, or entered this one.
        BrokenRule: no approval of the government is on file for it.
    """
    if queries.approval_of(work.session, amendment_id) is None:
        raise BrokenRule(
            "没有同级政府的批准文件，租金标准不能施行；请在租金标准页面登记批准文件后重新提出"
            " / no approval of the government is on file: enter the standard with its approval",
            rules=RULES,
        )
    return policies.approve(work, amendment_id)


def publish(
    work: Work, parameter: str, first_day: date, *, published_on: date, channel: str
) -> StandardPublication:
    """Note where and when a standard was made known to the public.

    Raises:
        NotAllowed: the actor may not propose values.
        BadInput: nothing in force from that day, no channel, or a day to come.
    """
    work.actor.must(Permission.PROPOSE_VALUE)
    known = {
        (each.parameter.name, each.value.in_force_from)
        for each in queries.standards(work.session, work.place, work.day)
        if each.value is not None
    }
    if (parameter, first_day) not in known:
        raise BadInput(f"标准：没有自 {first_day} 起的 {parameter} / no such standard in force")
    if not channel.strip():
        raise BadInput("公布渠道：不能为空，如政府网站 / channel: name where it was published")
    if published_on > work.day:
        raise BadInput(f"公布日期：{published_on} 晚于今天 / day of publication: lies ahead")
    made = StandardPublication(
        place=work.place,
        parameter=parameter,
        first_day=first_day,
        published_on=published_on,
        channel=channel.strip(),
        recorded_by=work.actor.name,
        recorded_at=work.now,
    )
    work.session.add(made)
    work.session.flush()
    after = {"on": published_on.isoformat(), "channel": made.channel}
    work.record(Entry(TenancyTag.STANDARD_PUBLISHED, f"value:{parameter}", None, after))
    return made


def _must_be_approved(work: Work, approval: Approval, first_day: date) -> None:
    if not approval.authority.strip() or not approval.document.strip():
        raise BadInput(
            "批准机关、批准文号：不能为空，租金标准须经同级政府批准"
            " / authority and document of the approval: must not be empty",
            rules=RULES,
        )
    if approval.approved_on > min(work.day, first_day):
        raise BrokenRule(
            f"批准日期：{approval.approved_on} 应不晚于今天，也不晚于施行日 {first_day}"
            " / day of approval: not after today, nor after the first day",
            rules=RULES,
        )


def _keep(work: Work, amendment: Amendment, approval: Approval) -> StandardApproval:
    kept = StandardApproval(
        place=work.place,
        parameter=amendment.parameter,
        first_day=amendment.first_day,
        amendment_id=amendment.id,
        authority=approval.authority.strip(),
        document=approval.document.strip(),
        approved_on=approval.approved_on,
        recorded_by=work.actor.name,
        recorded_at=work.now,
    )
    work.session.add(kept)
    work.session.flush()
    after = {"authority": kept.authority, "approved_on": kept.approved_on.isoformat()}
    subject = f"value:{amendment.parameter}"
    work.record(Entry(TenancyTag.STANDARD_APPROVED, subject, None, after, "", kept.document))
    return kept
