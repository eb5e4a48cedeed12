"""Forms of the pages of renewals."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

_NEEDED = InputRequired(_l("此项必须填写。"))
_TEXT = [_NEEDED, Length(max=2000)]
_MONTHS = [_NEEDED, NumberRange(1, 600, _l("请填写月数，如 36。"))]


class OwnApplyForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """For how long, and what the tenant wants to say."""

    months = IntegerField(_l("续租多少个月"), _MONTHS)
    words = TextAreaField(_l("想说明的情况"), [Optional(), Length(max=2000)], render_kw={"rows": 3})


class ApplyForm(OwnApplyForm):
    """The same on paper."""

    document = StringField(_l("书面申请编号"), [_NEEDED, Length(max=200)])


class ReasonForm(FlaskForm):  # type: ignore[misc]
    """Why."""

    reason = TextAreaField(_l("原因"), _TEXT, render_kw={"rows": 2})


class ReasonsForm(FlaskForm):  # type: ignore[misc]
    """One reason a line."""

    reasons = TextAreaField(_l("理由（一行一条，会写入通知书）"), _TEXT, render_kw={"rows": 4})


class BatchForm(FlaskForm):  # type: ignore[misc]
    """Why several renewals are granted together."""

    reason = TextAreaField(_l("认定的理由"), _TEXT, render_kw={"rows": 2})
