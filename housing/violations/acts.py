"""The acts on a case as forms of its page: who may do them, what they ask, when they fit."""

from flask_babel import lazy_gettext as _l

from housing.core.access.permissions import Permission
from housing.core.errors import BadInput
from housing.core.work import Work
from housing.leases import queries as leases
from housing.violations import service
from housing.violations.forms import (
    CourtForm,
    DeliveryForm,
    FindForm,
    OpenForm,
    OrderForm,
    ReasonsForm,
    RevokeForm,
    RulingForm,
    StatementForm,
    TokenForm,
    VisitForm,
)
from housing.violations.models import Violation
from housing.violations.states import ViolationState as S
from housing.violations.words import DeliveryWay, ViolationKind
from housing.web.deeds import Deed

#: The acts that a page offers in a state; the services refuse all others all the same.
FITTING: dict[S, tuple[str, ...]] = {
    S.REPORTED: ("notify", "dismiss"),
    S.NOTICED: ("state", "find", "dismiss"),
    S.FOUND: ("order", "dismiss"),
    S.ORDERED: ("deliver_order", "dismiss"),
    S.RECTIFYING: ("visit", "cancel", "dismiss"),
    S.CANCELLED: ("deliver_decision", "vacate", "revoke"),
    S.RETURNING: ("apply", "vacate", "revoke"),
    S.ENFORCEMENT: ("rule", "vacate", "revoke"),
    S.VACATED: ("revoke",),
}
P = Permission


def opened(work: Work, form: OpenForm) -> Violation:
    """Open the case that a form describes.

    Raises:
        BadInput: there is no such lease. Else as `service.open_case`.
    """
    number = (form.lease_number.data or "").strip()
    lease = leases.by_number(work.session, work.place, number)
    if lease is None:
        raise BadInput(f"租赁合同编号：没有“{number}” / there is no lease {number}")
    return service.open_case(
        work,
        lease.id,
        ViolationKind(form.kind.data),
        facts=form.facts.data,
        happened_on=form.happened_on.data,
    )


NEW = Deed("new", P.REVIEW_TENANCY, OpenForm, opened, _l("已立案。请上传证据材料，并告知承租人。"))
DEEDS = (
    Deed(
        "notify",
        P.REVIEW_TENANCY,
        TokenForm,
        lambda work, _form, violation_id: service.notify(work, violation_id),
        _l("告知书已发出，承租人可以陈述意见。"),
        _l("告知承租人"),
        _l("先告知、听取陈述，再认定。"),
    ),
    Deed(
        "state",
        P.REVIEW_TENANCY,
        StatementForm,
        lambda work, form, violation_id: service.state(work, violation_id, form.statement.data),
        _l("已记录陈述意见。"),
        _l("记录承租人的陈述"),
    ),
    Deed(
        "find",
        P.REVIEW_TENANCY,
        FindForm,
        lambda work, form, violation_id: service.find(
            work,
            violation_id,
            finding=form.finding.data,
            authority=form.authority.data or "",
            authority_document=form.authority_document.data or "",
            beyond_consent=form.beyond_consent.data or "",
        ),
        _l("已认定，待责令整改。"),
        _l("认定违规"),
        _l("须有证据材料，并已听取陈述或陈述期限已过。"),
    ),
    Deed(
        "order",
        P.DECIDE_TENANCY,
        OrderForm,
        lambda work, form, violation_id: service.order(
            work, violation_id, requirement=form.requirement.data
        ),
        _l("责令整改通知书已发出，请登记送达。"),
        _l("责令限期整改"),
        _l("破坏、擅自装修的须写明“恢复原状”；期限按本地规定，自送达起算。"),
    ),
    Deed(
        "deliver_order",
        P.REVIEW_TENANCY,
        DeliveryForm,
        lambda work, form, violation_id: service.deliver_order(
            work,
            violation_id,
            form.on.data,
            DeliveryWay(form.way.data),
            receipt=form.receipt.data,
        ),
        _l("已登记送达，整改期限开始计算。"),
        _l("登记整改通知送达"),
    ),
    Deed(
        "visit",
        P.REVIEW_TENANCY,
        VisitForm,
        lambda work, form, violation_id: service.visit(
            work,
            violation_id,
            on=form.on.data,
            is_rectified=form.is_rectified.data == "yes",
            finding=form.finding.data,
            document=form.document.data,
        ),
        _l("已登记检查情况。"),
        _l("登记检查情况"),
        _l("已经整改的，本案结束；没有整改的，期限届满后的检查才作为决定的依据。"),
    ),
    Deed(
        "cancel",
        P.DECIDE_TENANCY,
        ReasonsForm,
        lambda work, form, violation_id: service.cancel(
            work, violation_id, reasons=form.reasons.data
        ),
        _l("决定书已发出，请登记送达。"),
        _l("取消保障资格并责令退回"),
        _l("一个决定，三项后果：取消资格、责令退回、承租人及配偶在规定年限内不得再次申请。"),
        is_grave=True,
    ),
    Deed(
        "deliver_decision",
        P.REVIEW_TENANCY,
        DeliveryForm,
        lambda work, form, violation_id: service.deliver_decision(
            work,
            violation_id,
            form.on.data,
            DeliveryWay(form.way.data),
            receipt=form.receipt.data,
        ),
        _l("已登记送达，退回期限开始计算。"),
        _l("登记取消决定送达"),
    ),
    Deed(
        "apply",
        P.DECIDE_TENANCY,
        CourtForm,
        lambda work, form, violation_id: service.apply(
            work,
            violation_id,
            court=form.court.data,
            document=form.document.data,
            remedies=form.remedies.data,
        ),
        _l("已登记申请强制执行。"),
        _l("申请人民法院强制执行"),
        _l("退回期限届满后才可以申请。申请复议、提起诉讼和申请执行的法定期限请按有关法律核对。"),
        is_grave=True,
    ),
    Deed(
        "rule",
        P.REVIEW_TENANCY,
        RulingForm,
        lambda work, form, violation_id: service.rule(
            work,
            violation_id,
            on=form.on.data,
            number=form.number.data,
            ruling=form.ruling.data,
        ),
        _l("已登记法院裁定。"),
        _l("登记法院裁定"),
    ),
    Deed(
        "vacate",
        P.REVIEW_TENANCY,
        TokenForm,
        lambda work, _form, violation_id: service.vacate(work, violation_id),
        _l("已登记退回，禁止期自退回之日起算。"),
        _l("登记已退回"),
        _l("腾退交接完成后，每天夜里也会自动登记。"),
    ),
    Deed(
        "revoke",
        P.DECIDE_TENANCY,
        RevokeForm,
        lambda work, form, violation_id: service.revoke(
            work, violation_id, reasons=form.reasons.data, document=form.document.data
        ),
        _l("已撤销决定，禁止再次申请同时解除。"),
        _l("撤销取消决定"),
        _l("经复议、诉讼撤销的，由未作出原决定的人办理。"),
        is_grave=True,
    ),
    Deed(
        "dismiss",
        P.REVIEW_TENANCY,
        ReasonsForm,
        lambda work, form, violation_id: service.dismiss(
            work, violation_id, reasons=form.reasons.data
        ),
        _l("已认定不成立。"),
        _l("认定不成立"),
    ),
    Deed(
        "set_aside",
        P.DECIDE_TENANCY,
        ReasonsForm,
        lambda work, form, violation_id: service.dismiss(
            work, violation_id, reasons=form.reasons.data
        ),
        _l("已认定不成立。"),
        _l("撤销认定"),
    ),
)
ACTS = {each.name: each for each in DEEDS}


def fitting(violation: Violation) -> list[Deed]:
    """Return the acts that the page of a case offers; after the finding only a head dismisses."""
    names = FITTING.get(violation.state, ())
    late = violation.found_on is not None
    return [ACTS["set_aside" if late and name == "dismiss" else name] for name in names]
