"""Forms of rent standards: a new one with its approval, the approval alone, its publication."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from housing.rent_standards.page_words import PARAMETER_CHOICES

_NEEDED = InputRequired(_l("此项必须填写。"))
_DAY = InputRequired(_l("请填写日期，如 2027-01-01。"))
_PAPER = [_NEEDED, Length(max=200)]


class ApprovalForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """The approval of an entered standard that lacks it."""

    amendment = IntegerField(_l("参数调整编号"), [_NEEDED, NumberRange(min=1)])
    authority = StringField(_l("批准机关"), [_NEEDED, Length(max=128)])
    document = StringField(_l("批准文号"), _PAPER)
    approved_on = DateField(_l("批准日期"), [_DAY])


class StandardForm(FlaskForm):  # type: ignore[misc]
    """A new standard with the approval of the government and its first day."""

    parameter = SelectField(_l("标准"), choices=PARAMETER_CHOICES)
    value = TextAreaField(_l("新值"), [_NEEDED, Length(max=20000)], render_kw={"rows": 6})
    first_day = DateField(_l("施行日期"), [_DAY])
    authority = StringField(_l("批准机关"), [_NEEDED, Length(max=128)])
    document = StringField(_l("批准文号"), _PAPER)
    approved_on = DateField(_l("批准日期"), [_DAY])
    source = TextAreaField(
        _l("测算说明（经济社会发展、市场租金、建设成本、支付能力）"),
        [Optional(), Length(max=2000)],
        render_kw={"rows": 3},
    )


class ConfirmForm(FlaskForm):  # type: ignore[misc]
    """Which entered standard a second person confirms."""

    amendment = IntegerField(_l("参数调整编号"), [_NEEDED, NumberRange(min=1)])


class PublicationForm(FlaskForm):  # type: ignore[misc]
    """Where and when a standard was made known."""

    parameter = SelectField(_l("标准"), choices=PARAMETER_CHOICES)
    first_day = DateField(_l("施行日期"), [_DAY])
    published_on = DateField(_l("公布日期"), [_DAY])
    channel = StringField(_l("公布渠道"), _PAPER)
