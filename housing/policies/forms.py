"""Forms of the values' pages."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

_NEEDED = InputRequired(_l("此项必须填写。"))


class ProposalForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """A new value with its first day and the document that sets it."""

    value = TextAreaField(_l("新值"), [_NEEDED, Length(max=20000)], render_kw={"rows": 2})
    first_day = DateField(_l("首日"), [InputRequired(_l("请填写日期，如 2027-01-01。"))])
    document = StringField(_l("批准文件和文号"), [_NEEDED, Length(max=200)])
    source = TextAreaField(_l("说明或来源"), [Optional(), Length(max=2000)], render_kw={"rows": 2})


class DecisionForm(FlaskForm):  # type: ignore[misc]
    """The reason for refusing; approving needs none."""

    reason = TextAreaField(
        _l("不予核准的理由"), [Optional(), Length(max=1000)], render_kw={"rows": 2}
    )
