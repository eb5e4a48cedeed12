"""Forms of violations: what each act asks."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from housing.violations.page_words import CATEGORIES, KINDS, WAYS

_NEEDED = InputRequired(_l("此项必须填写。"))
_TEXT = [_NEEDED, Length(max=4000)]
_PAPER = [_NEEDED, Length(max=200)]
_ROWS = {"rows": 4}
#: A broker is reported by the public, and is no case of a tenant.
REPORTED = [SelectChoice(each.value, words) for each, words in CATEGORIES.items()]
ACTS = [SelectChoice(each.value, words) for each, words in KINDS.items()]
HOW = [SelectChoice(each.value, words) for each, words in WAYS.items()]


class TokenForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """Nothing but the token."""


class OpenForm(FlaskForm):  # type: ignore[misc]
    """A case about a lease."""

    lease_number = StringField(_l("租赁合同编号"), [_NEEDED, Length(max=32)])
    kind = SelectField(_l("违规行为"), choices=ACTS)
    happened_on = DateField(_l("从哪天起"), [Optional()])
    facts = TextAreaField(_l("情况"), _TEXT, render_kw=_ROWS)


class StatementForm(FlaskForm):  # type: ignore[misc]
    """What the tenant says."""

    statement = TextAreaField(_l("陈述意见"), _TEXT, render_kw=_ROWS)


class FindForm(FlaskForm):  # type: ignore[misc]
    """What was found, and what some acts need beside it."""

    finding = TextAreaField(_l("认定的事实"), _TEXT, render_kw=_ROWS)
    authority = StringField(_l("主管机关（违法活动须填）"), [Optional(), Length(max=128)])
    authority_document = StringField(_l("主管机关文书编号"), [Optional(), Length(max=200)])
    beyond_consent = StringField(_l("已同意装修的，如何超出范围"), [Optional(), Length(max=1000)])


class ReasonsForm(FlaskForm):  # type: ignore[misc]
    """Why; each line is one reason."""

    reasons = TextAreaField(_l("理由（每行一条）"), _TEXT, render_kw=_ROWS)


class OrderForm(FlaskForm):  # type: ignore[misc]
    """What has to be done."""

    requirement = TextAreaField(_l("整改要求"), _TEXT, render_kw=_ROWS)


class DeliveryForm(FlaskForm):  # type: ignore[misc]
    """When and how a letter reached the tenant."""

    on = DateField(_l("送达日期"), [_NEEDED])
    way = SelectField(_l("送达方式"), choices=HOW)
    receipt = StringField(_l("送达凭证（回证、见证人、邮件编号）"), _PAPER)


class VisitForm(FlaskForm):  # type: ignore[misc]
    """What a visit found."""

    on = DateField(_l("检查日期"), [_NEEDED])
    is_rectified = SelectField(
        _l("检查结果"),
        choices=[SelectChoice("no", _l("没有整改")), SelectChoice("yes", _l("已经整改"))],
    )
    finding = TextAreaField(_l("检查情况"), _TEXT, render_kw=_ROWS)
    document = StringField(_l("检查记录编号"), _PAPER)


class CourtForm(FlaskForm):  # type: ignore[misc]
    """The application to the court."""

    court = StringField(_l("人民法院"), [_NEEDED, Length(max=128)])
    document = StringField(_l("申请书编号"), _PAPER)
    remedies = TextAreaField(
        _l("复议、诉讼期限核对情况"), [_NEEDED, Length(max=1000)], render_kw={"rows": 3}
    )


class RulingForm(FlaskForm):  # type: ignore[misc]
    """What the court ruled."""

    on = DateField(_l("裁定日期"), [_NEEDED])
    number = StringField(_l("法院案号"), [_NEEDED, Length(max=64)])
    ruling = TextAreaField(_l("裁定内容"), _TEXT, render_kw=_ROWS)


class RevokeForm(ReasonsForm):
    """Why a decision is revoked, and the document that says so."""

    document = StringField(_l("依据文件"), _PAPER)


class EvidenceForm(FlaskForm):  # type: ignore[misc]
    """One paper or photo."""

    file = FileField(_l("照片或 PDF"), [FileRequired(_l("请选择文件。"))])


class ReportForm(FlaskForm):  # type: ignore[misc]
    """What somebody reports; names are asked of nobody."""

    category = SelectField(_l("反映的情况"), choices=REPORTED)
    address = StringField(_l("小区、楼栋、房号"), [_NEEDED, Length(max=200)])
    happened_on = DateField(_l("从哪天起"), [Optional()])
    what = TextAreaField(_l("具体情况"), _TEXT, render_kw={"rows": 5})


class PublicReportForm(ReportForm):
    """The same by anybody, who may leave a name and a phone to be told what became of it."""

    name = StringField(_l("您的姓名"), [Optional(), Length(max=64)])
    phone = StringField(
        _l("您的手机号"), [Optional(), Length(max=20)], render_kw={"autocomplete": "tel"}
    )


class OfficerReportForm(ReportForm):
    """The same by an officer, who may know the lease."""

    lease_number = StringField(_l("租赁合同编号"), [Optional(), Length(max=32)])


class FromVisitForm(FlaskForm):  # type: ignore[misc]
    """As what a finding of a visit is reported."""

    category = SelectField(_l("按哪一项处理"), choices=REPORTED)


class OpenFromForm(FlaskForm):  # type: ignore[misc]
    """A case from a report."""

    lease_number = StringField(_l("租赁合同编号"), [_NEEDED, Length(max=32)])
    kind = SelectField(_l("违规行为"), choices=ACTS)
    facts = TextAreaField(_l("告知承租人的事实（不写举报人）"), _TEXT, render_kw={"rows": 3})
    reasons = TextAreaField(_l("立案理由"), _TEXT, render_kw={"rows": 3})


class AsExitForm(FlaskForm):  # type: ignore[misc]
    """An exit case for misuse, from a report."""

    lease_number = StringField(_l("租赁合同编号"), [_NEEDED, Length(max=32)])
    facts = TextAreaField(_l("告知承租人的事实（不写举报人）"), _TEXT, render_kw={"rows": 3})


class ReferForm(FlaskForm):  # type: ignore[misc]
    """To whom a report is referred, and why."""

    to = StringField(_l("移送给"), [_NEEDED, Length(max=128)])
    reasons = TextAreaField(_l("理由"), _TEXT, render_kw={"rows": 3})


class ConsentForm(FlaskForm):  # type: ignore[misc]
    """What a tenant wants to do to the flat."""

    scope = TextAreaField(_l("装修范围"), _TEXT, render_kw=_ROWS)
    works_from = DateField(_l("开工日期"), [_NEEDED])
    works_until = DateField(_l("完工日期"), [_NEEDED])


class ConsentAnswerForm(FlaskForm):  # type: ignore[misc]
    """The answer of the owner or operator."""

    answer = SelectField(
        _l("答复"),
        choices=[SelectChoice("granted", _l("同意")), SelectChoice("refused", _l("不同意"))],
    )
    reasons = TextAreaField(_l("理由"), _TEXT, render_kw={"rows": 3})
    restoration = TextAreaField(
        _l("退房时恢复原状的要求（同意的须填）"),
        [Optional(), Length(max=1000)],
        render_kw={"rows": 3},
    )


class AbsenceForm(FlaskForm):  # type: ignore[misc]
    """When nobody will be there, and why."""

    from_on = DateField(_l("从哪天起"), [_NEEDED])
    until_on = DateField(_l("到哪天为止"), [_NEEDED])
    reason = TextAreaField(_l("外出原因"), _TEXT, render_kw={"rows": 3})


class AbsenceAnswerForm(FlaskForm):  # type: ignore[misc]
    """Whether the reason is a good one."""

    accepted = SelectField(
        _l("认定结果"),
        choices=[SelectChoice("no", _l("理由不正当")), SelectChoice("yes", _l("理由正当"))],
    )
    decision = TextAreaField(_l("认定理由"), _TEXT, render_kw={"rows": 3})
