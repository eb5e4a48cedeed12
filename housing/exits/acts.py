"""The acts on the page of an exit case, each with its right, its form and what it says."""

from collections.abc import Callable

from flask_babel import lazy_gettext as _l

from housing.core.access.permissions import Permission
from housing.exits import forms, service
from housing.exits.states import Trigger
from housing.exits.words import Judgment, Plaintiff, Served
from housing.web.deeds import Deed

P = Permission


def _reasons(act: Callable[..., object]) -> Callable[..., object]:
    return lambda work, form, case_id: act(work, case_id, reasons=form.reasons.data.splitlines())


def _reason(act: Callable[..., object]) -> Callable[..., object]:
    return lambda work, form, case_id: act(work, case_id, reason=form.reason.data)


OPEN = Deed(
    "exit",
    P.SEE_LEASES,
    forms.OpenForm,
    lambda work, form, lease_id: service.open(
        work,
        lease_id,
        Trigger(form.trigger.data),
        reason=form.reason.data,
        document=form.document.data or "",
    ),
    _l("已立案。"),
)
OF_RECIPIENT = Deed(
    "exit",
    P.REVIEW_TENANCY,
    forms.OpenForm,
    lambda work, form, household_id: service.open_for_recipient(
        work,
        household_id,
        Trigger(form.trigger.data),
        reason=form.reason.data,
        document=form.document.data or "",
    ),
    _l("已立案。"),
)
ON_REVIEW = Deed(
    "exit",
    P.REVIEW_TENANCY,
    forms.ReasonsForm,
    lambda work, form, review_id: service.open_on_review(
        work, review_id, reasons=form.reasons.data.splitlines()
    ),
    _l("已转入退出审查，由负责人决定。"),
)
DEEDS = (
    Deed(
        "begin_review",
        P.REVIEW_TENANCY,
        forms.TokenForm,
        lambda work, _form, case_id: service.begin_review(work, case_id),
        _l("已向有关部门发出核查。"),
        _l("开始联合审核"),
    ),
    Deed(
        "keep",
        P.DECIDE_TENANCY,
        forms.ReasonsForm,
        _reasons(service.keep),
        _l("已决定保留资格，通知书已发出。"),
        _l("保留保障资格"),
    ),
    Deed(
        "cancel",
        P.DECIDE_TENANCY,
        forms.ReasonsForm,
        _reasons(service.cancel),
        _l("已决定取消资格，通知书已发出，请登记送达。"),
        _l("取消保障资格"),
        _l("须有至少一个部门的不利意见；通知书写明理由、各部门意见、搬迁期和申请复核的期限。"),
        is_grave=True,
    ),
    Deed(
        "serve",
        P.SEE_LEASES,
        forms.ServeForm,
        lambda work, form, case_id: service.serve(
            work,
            case_id,
            on=form.on.data,
            served=Served(form.served.data),
            document=form.document.data,
        ),
        _l("已登记送达，搬迁期开始计算。"),
        _l("登记通知送达"),
        _l("搬迁期自送达之日起计算，搬迁期内按合同缴租。"),
    ),
    Deed(
        "extend",
        P.DECIDE_TENANCY,
        forms.ExtendForm,
        lambda work, form, case_id: service.extend(
            work,
            case_id,
            form.until.data,
            reason=form.reason.data,
            document=form.document.data,
        ),
        _l("搬迁期已延长。"),
        _l("延长搬迁期"),
    ),
    Deed(
        "record_dwelling",
        P.SEE_LEASES,
        forms.DwellingForm,
        lambda work, form, case_id: service.record_dwelling(
            work,
            case_id,
            dwelling=form.dwelling.data,
            habitable=form.habitable.data == "yes",
            document=form.document.data,
        ),
        _l("已登记自有住房。"),
        _l("登记自有住房"),
        _l("有符合入住条件的自有住房拒不腾退的，期满后可以起诉；确无其他住房的，按市场价缴租。"),
    ),
    Deed(
        "follow_period",
        P.REVIEW_TENANCY,
        forms.TokenForm,
        lambda work, _form, case_id: service.follow_period(work, case_id),
        _l("已按市场价计租。"),
        _l("办理搬迁期满"),
    ),
    Deed(
        "sue",
        P.DECIDE_TENANCY,
        forms.SueForm,
        lambda work, form, case_id: service.sue(
            work,
            case_id,
            plaintiff=Plaintiff(form.plaintiff.data),
            court=form.court.data,
            on=form.on.data,
            court_number=form.court_number.data or "",
        ),
        _l("已登记起诉。"),
        _l("登记起诉"),
        is_grave=True,
    ),
    Deed(
        "judge",
        P.SEE_LEASES,
        forms.JudgeForm,
        lambda work, form, case_id: service.judge(
            work,
            case_id,
            judgment=Judgment(form.judgment.data),
            on=form.on.data,
            document=form.document.data,
            court_number=form.court_number.data or "",
            enforcement=form.enforcement.data or "",
        ),
        _l("已登记裁判结果。"),
        _l("登记裁判结果"),
    ),
    Deed(
        "hand_back",
        P.SEE_LEASES,
        forms.ReasonForm,
        _reason(service.hand_back),
        _l("已开始退房交接，请验房、结算、收回钥匙。"),
        _l("开始退房交接"),
    ),
    Deed(
        "ask",
        P.REVIEW_TENANCY,
        forms.AskForm,
        lambda work, form, case_id: service.ask(
            work, case_id, form.reason.data, form.document.data
        ),
        _l("已登记复核申请。"),
        _l("登记家庭的复核申请"),
    ),
    Deed(
        "reconsider",
        P.DECIDE_TENANCY,
        forms.ReconsiderForm,
        lambda work, form, case_id: service.reconsider(
            work,
            case_id,
            in_favour=form.outcome.data == "in_favour",
            reasons=form.reasons.data.splitlines(),
        ),
        _l("复核结果已作出，通知书已发出。"),
        _l("作出复核结果"),
        _l("由没有参与原决定的人员办理。"),
    ),
    Deed(
        "make_void",
        P.DECIDE_TENANCY,
        forms.ReasonForm,
        _reason(service.make_void),
        _l("案件已作废。"),
        _l("作废（立案有误）"),
        is_grave=True,
    ),
)
