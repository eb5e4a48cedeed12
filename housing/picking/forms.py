"""Forms of the hall."""

from datetime import date, time

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from housing.picking.hours import MOST_AT_ONCE, MOST_MINUTES, Hours

_NEEDED = InputRequired(_l("此项必须填写。"))
_PAPER = [Optional(), Length(max=200)]
_LONG = Length(max=2000)


class CallForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """When and where households pick."""

    hall = StringField(_l("选房地点"), [_NEEDED, Length(max=200)])
    starts_on = DateField(_l("选房日期（第一天）"), [_NEEDED])
    from_time = TimeField(_l("每天开始时间"), [_NEEDED], default=time(9, 0))
    until_time = TimeField(_l("每天结束时间"), [_NEEDED], default=time(17, 0))
    slot_minutes = IntegerField(
        _l("每批时长（分钟）"), [_NEEDED, NumberRange(1, MOST_MINUTES)], default=30
    )
    per_slot = IntegerField(_l("每批户数"), [_NEEDED, NumberRange(1, MOST_AT_ONCE)], default=5)

    def hours(self) -> Hours:
        """Return the hours as they were typed."""
        first: date = self.starts_on.data
        begin, end = self.from_time.data, self.until_time.data
        return Hours(
            first,
            begin.hour * 60 + begin.minute,
            end.hour * 60 + end.minute,
            self.slot_minutes.data,
            self.per_slot.data,
        )


class TurnForm(FlaskForm):  # type: ignore[misc]
    """The turn that the clerk saw."""

    turn = HiddenField(validators=[InputRequired()])


class PickForm(TurnForm):
    """The flat that was chosen."""

    unit = RadioField(
        _l("选定的房源"), [InputRequired(_l("请选择一套房源。"))], validate_choice=False
    )
    document = StringField(_l("选房确认书编号"), _PAPER)


class PassForm(TurnForm):
    """Nothing is taken."""

    document = StringField(_l("家庭签字的说明编号"), _PAPER)


class AbsentForm(TurnForm):
    """Nobody came."""

    document = StringField(_l("签到记录编号"), [_NEEDED, Length(max=200)])


class GiveUpForm(FlaskForm):  # type: ignore[misc]
    """A household gives up what it picked."""

    document = StringField(_l("放弃声明编号"), [_NEEDED, Length(max=200)])


class ReasonForm(FlaskForm):  # type: ignore[misc]
    """Why the last turn is undone, or stands after all."""

    reason = TextAreaField(_l("原因"), [_NEEDED, _LONG], render_kw={"rows": 2})


class ConfirmedForm(FlaskForm):  # type: ignore[misc]
    """Nothing but the token."""
