"""Forms of the clock pages."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, TextAreaField
from wtforms.validators import InputRequired, Length


class ReasonForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """Why a clock is paused, or runs on."""

    reason = TextAreaField(
        _l("原因"),
        [InputRequired(_l("请写明原因。")), Length(max=500)],
        render_kw={"rows": 2},
    )


class DaysForm(FlaskForm):  # type: ignore[misc]
    """From which day to which deadlines fell due."""

    class Meta:
        """A form that only asks is sent by GET and needs no token."""

        csrf = False

    first = DateField(_l("自"), [InputRequired(_l("请填写日期，如 2026-01-01。"))])
    last = DateField(_l("至"), [InputRequired(_l("请填写日期，如 2026-12-31。"))])
