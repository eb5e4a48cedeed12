"""Forms of the office pages."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, PasswordField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from housing.core.access.offices import OfficeKind
from housing.offices import queries
from housing.offices.page_words import KINDS
from housing.offices.rules import LONGEST
from housing.web.acting import reading, signed_in_actor

_NEEDED = InputRequired(_l("此项必须填写。"))


def _trimmed(text: str | None) -> str:
    return (text or "").strip()


class _Reached(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    name = StringField(_l("名称"), [_NEEDED, Length(max=LONGEST["name"])], [_trimmed])
    street = StringField(_l("所辖街道"), [Length(max=LONGEST["street"])], [_trimmed])
    phone = StringField(_l("对外电话"), [Length(max=LONGEST["phone"])], [_trimmed])
    email = StringField(_l("电子邮箱"), [Length(max=LONGEST["email"])], [_trimmed])


class OpeningForm(_Reached):
    """A new office."""

    kind = SelectField(_l("类别"), choices=[SelectChoice(*kind) for kind in KINDS.items()])
    code = StringField(_l("代码"), [_NEEDED, Length(max=LONGEST["code"])], [_trimmed])
    parent = SelectField(_l("所属街道办事处"), default="")
    opened_on = DateField(_l("设立日期"), [Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        with reading() as session:
            streets = queries.listed(session, signed_in_actor().place, OfficeKind.STREET)
        named = [SelectChoice(office.code, office.name) for office in streets]
        self.parent.choices = [SelectChoice("", _l("无")), *named]


class ChangingForm(_Reached):
    """Other words of an office, and why."""

    reason = StringField(_l("更改原因"), [_NEEDED, Length(max=500)])


class ConnectorForm(FlaskForm):  # type: ignore[misc]
    """Where a department's interface answers; an empty address removes it."""

    url = StringField(_l("接口地址"), [Length(max=300)], [_trimmed])
    key_id = StringField(_l("密钥编号"), [Length(max=64)], [_trimmed])
    secret = PasswordField(_l("密钥"), [Length(max=256)], render_kw={"autocomplete": "off"})


class ClosureForm(FlaskForm):  # type: ignore[misc]
    """The first day without an office, and why."""

    day = DateField(_l("自哪天起撤销"), [_NEEDED])
    reason = TextAreaField(_l("撤销原因"), [_NEEDED, Length(max=500)])
