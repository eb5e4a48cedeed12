"""Forms of own stock: putting it on file, transferring what is left over, closing it."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length

from housing.own_stock.page_words import KINDS, OUTLETS
from housing.web.typed_fields import DayField

_NEEDED = InputRequired(_l("此项必须填写。"))
_DAY = {"placeholder": _l("年-月-日，如 2025-07-03")}


class StockForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """Whose stock it is and whom it serves first."""

    owner = StringField(_l("产权单位"), [_NEEDED, Length(max=128)])
    kind = SelectField(
        _l("建设方式"), choices=[SelectChoice(kind.value, words) for kind, words in KINDS.items()]
    )
    serves = StringField(_l("优先保障的对象"), [_NEEDED, Length(max=128)])
    first_until = DayField(_l("优先保障到哪一天"), render_kw=_DAY)
    document = StringField(_l("依据文件"), [_NEEDED, Length(max=200)])


class TransferForm(FlaskForm):  # type: ignore[misc]
    """Which flats go where, and why."""

    units = SelectMultipleField(_l("房源"), coerce=int)
    outlet = RadioField(
        _l("去向"),
        [_NEEDED],
        choices=[SelectChoice(outlet.value, words) for outlet, words in OUTLETS.items()],
    )
    receiver = SelectField(_l("调剂给"))
    reason = TextAreaField(_l("理由"), [_NEEDED, Length(max=2000)], render_kw={"rows": 3})
    document = StringField(_l("依据文件"), [_NEEDED, Length(max=200)])


class CloseForm(FlaskForm):  # type: ignore[misc]
    """Why an own stock is taken off the file."""

    reason = TextAreaField(_l("理由"), [_NEEDED, Length(max=2000)], render_kw={"rows": 2})
