"""Forms of the pages of confirmations."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from housing.confirmations.page_words import CHANNELS, WISHES
from housing.confirmations.words import BY_HAND, Wish

_NEEDED = InputRequired(_l("此项必须填写。"))
_CHOSEN = InputRequired(_l("请选择一项。"))
_CHOICES = [SelectChoice(each.value, WISHES[each]) for each in Wish]


class AnswerForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """A family's own answer."""

    wish = RadioField(_l("您的家庭"), [_CHOSEN], choices=_CHOICES)
    note = TextAreaField(
        _l("想告诉我们的其他情况"), [Optional(), Length(max=1000)], render_kw={"rows": 3}
    )


class ToldForm(FlaskForm):  # type: ignore[misc]
    """What a family told an officer."""

    wish = RadioField(_l("家庭的答复"), [_CHOSEN], choices=_CHOICES)
    note = TextAreaField(
        _l("谁、何时、以何种方式答复"), [_NEEDED, Length(max=1000)], render_kw={"rows": 2}
    )


class TryForm(FlaskForm):  # type: ignore[misc]
    """A call or a visit that met nobody."""

    channel = RadioField(
        _l("联系方式"),
        [_CHOSEN],
        choices=[SelectChoice(each.value, CHANNELS[each]) for each in BY_HAND],
    )
    note = TextAreaField(_l("情况"), [Optional(), Length(max=1000)], render_kw={"rows": 2})


class PhoneForm(FlaskForm):  # type: ignore[misc]
    """The number under which the household can be reached now."""

    phone = StringField(_l("新的手机号"), [_NEEDED, Length(max=20)], render_kw={"type": "tel"})
    note = TextAreaField(
        _l("谁、以何种方式告知"), [_NEEDED, Length(max=1000)], render_kw={"rows": 2}
    )


class LeavingForm(FlaskForm):  # type: ignore[misc]
    """The household's written word that it waits no more."""

    document = StringField(_l("家庭书面材料的编号"), [_NEEDED, Length(max=200)])


class SilentForm(FlaskForm):  # type: ignore[misc]
    """Why a household that nobody reached is rechecked."""

    reason = TextAreaField(_l("理由"), [_NEEDED, Length(max=2000)], render_kw={"rows": 2})
