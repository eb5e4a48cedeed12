"""Forms of the registrations' pages; the ranks themselves are read by `choosing`."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

_NEEDED = InputRequired(_l("此项必须填写。"))


class FindForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """A household to register for, by its application number."""

    number = StringField(_l("申请编号"), [_NEEDED, Length(max=32)])


class WithdrawForm(FlaskForm):  # type: ignore[misc]
    """Why a registration is taken back; a family need not say."""

    reason = StringField(_l("撤回的原因"), [Optional(), Length(max=500)])


class ReasonForm(FlaskForm):  # type: ignore[misc]
    """Why something is done."""

    reason = TextAreaField(_l("理由"), [_NEEDED, Length(max=2000)], render_kw={"rows": 2})


class SheetForm(FlaskForm):  # type: ignore[misc]
    """A sheet of wishes."""

    file = FileField(_l("意向登记表（Excel）"), [FileRequired(_l("请选择文件。"))])
