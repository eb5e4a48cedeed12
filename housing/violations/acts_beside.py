"""What officers do beside the cases: reports, consents to decorate, notices of absence."""

from flask_babel import lazy_gettext as _l

from housing.core.access.permissions import Permission
from housing.core.work import Work
from housing.violations import absences, decorating, reporting
from housing.violations.forms import (
    AbsenceAnswerForm,
    AsExitForm,
    ConsentAnswerForm,
    FromVisitForm,
    OfficerReportForm,
    OpenFromForm,
    ReasonsForm,
    ReferForm,
)
from housing.violations.models_beside import ViolationReport
from housing.violations.words import Category, ViolationKind
from housing.web.deeds import Deed


def _reported(work: Work, form: OfficerReportForm) -> ViolationReport:
    return reporting.report(
        work,
        Category(form.category.data),
        address=form.address.data,
        what=form.what.data,
        happened_on=form.happened_on.data,
        lease_number=form.lease_number.data or "",
    )


NEW = Deed(
    "new",
    Permission.REPORT_VIOLATION,
    OfficerReportForm,
    _reported,
    _l("已报告，由县级住房保障部门处理。"),
)
OF_VISIT = Deed(
    "report",
    Permission.REPORT_VIOLATION,
    FromVisitForm,
    lambda work, form, finding_id: reporting.report_of_visit(
        work, finding_id, Category(form.category.data)
    ),
    _l("已转为举报。"),
)
ANSWER = Deed(
    "answer",
    Permission.KEEP_LEASES,
    ConsentAnswerForm,
    lambda work, form, consent_id: decorating.decide(
        work,
        consent_id,
        is_granted=form.answer.data == "granted",
        reasons=form.reasons.data,
        restoration=form.restoration.data or "",
    ),
    _l("已答复，答复书已发出。"),
    _l("答复装修申请"),
    _l("同意装修不等于放弃恢复原状：请写明退房时要拆除、修补什么。"),
)
DECIDE = Deed(
    "decide",
    Permission.REVIEW_TENANCY,
    AbsenceAnswerForm,
    lambda work, form, absence_id: absences.decide(
        work, absence_id, is_accepted=form.accepted.data == "yes", decision=form.decision.data
    ),
    _l("已认定，答复书已发出。"),
    _l("认定外出理由"),
    _l("认可的，外出期间不计入闲置。"),
)
REPORT_DEEDS = (
    Deed(
        "open_from",
        Permission.REVIEW_TENANCY,
        OpenFromForm,
        lambda work, form, report_id: reporting.open_from(
            work,
            report_id,
            form.lease_number.data,
            ViolationKind(form.kind.data),
            facts=form.facts.data,
            reasons=form.reasons.data,
        ),
        _l("已立案。"),
        _l("立案"),
        _l("转卖的，事实符合转租或者改变用途时按该项立案；否则按违规使用办理退出。"),
    ),
    Deed(
        "as_exit",
        Permission.REVIEW_TENANCY,
        AsExitForm,
        lambda work, form, report_id: reporting.as_exit(
            work, report_id, form.lease_number.data, facts=form.facts.data
        ),
        _l("已按违规使用办理退出。"),
        _l("按违规使用办理退出"),
        _l("不属于责令整改的行为、但属于违规使用的，由部门联合审核决定是否退出。"),
    ),
    Deed(
        "refer",
        Permission.REVIEW_TENANCY,
        ReferForm,
        lambda work, form, report_id: reporting.refer(
            work, report_id, to=form.to.data, reasons=form.reasons.data
        ),
        _l("已移送。"),
        _l("移送主管部门"),
        _l("房地产经纪机构的线索移送其主管部门，移送函随之发出。"),
    ),
    Deed(
        "drop",
        Permission.REVIEW_TENANCY,
        ReasonsForm,
        lambda work, form, report_id: reporting.drop(work, report_id, reasons=form.reasons.data),
        _l("已登记不予立案。"),
        _l("不予立案"),
    ),
)
