"""Forms of the account pages."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import PasswordField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import EqualTo, InputRequired, Length

from housing.accounts.passwords import LONGEST, SHORTEST
from housing.core.access.permissions import Role
from housing.offices import queries as offices
from housing.web.acting import reading, signed_in_actor
from housing.web.role_words import ROLE_WORDS

_NEEDED = InputRequired(_l("此项必须填写。"))


class SignInForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """Account name or mobile number, and password."""

    name = StringField(
        _l("手机号或账号名"), [_NEEDED, Length(max=32)], render_kw={"autocomplete": "username"}
    )
    password = PasswordField(
        _l("密码"), [_NEEDED, Length(max=LONGEST)], render_kw={"autocomplete": "current-password"}
    )


class PasswordForm(FlaskForm):  # type: ignore[misc]
    """The present password and a new one, twice."""

    present = PasswordField(
        _l("现在的密码"), [_NEEDED], render_kw={"autocomplete": "current-password"}
    )
    new = PasswordField(
        _l("新密码"),
        [_NEEDED, Length(SHORTEST, LONGEST, _l("请使用 10 至 256 个字符。"))],
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        _l("再输入一次新密码"),
        [_NEEDED, EqualTo("new", _l("两次输入的新密码不同。"))],
        render_kw={"autocomplete": "new-password"},
    )


class AccountForm(FlaskForm):  # type: ignore[misc]
    """A new officer's account; applicants open theirs themselves."""

    name = StringField(_l("账号名"), [_NEEDED, Length(2, 32)], render_kw={"autocomplete": "off"})
    role = SelectField(
        _l("岗位"),
        choices=[SelectChoice(*role) for role in ROLE_WORDS.items() if role[0] != Role.APPLICANT],
    )
    office = SelectField(_l("所在机构"), default="")
    password = PasswordField(
        _l("初始密码"),
        [_NEEDED, Length(SHORTEST, LONGEST, _l("请使用 10 至 256 个字符。"))],
        render_kw={"autocomplete": "new-password"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.office.choices = [SelectChoice("", _l("无（系统管理员）")), *_offices()]


class MovingForm(FlaskForm):  # type: ignore[misc]
    """In which other office an officer works from now on, and why."""

    office = SelectField(_l("所在机构"))
    reason = StringField(_l("调整原因"), [_NEEDED, Length(max=500)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.office.choices = _offices()


class PersonForm(FlaskForm):  # type: ignore[misc]
    """Who an officer is."""

    person = StringField(_l("本人姓名"), [_NEEDED, Length(max=64)])
    identity_number = StringField(
        _l("本人证件号码"), [_NEEDED, Length(max=24)], render_kw={"autocomplete": "off"}
    )


class TokenForm(FlaskForm):  # type: ignore[misc]
    """What a new token is for."""

    name = StringField(_l("用途"), [_NEEDED, Length(max=64)])


class ClosingForm(FlaskForm):  # type: ignore[misc]
    """Why an account is closed."""

    reason = TextAreaField(_l("停用原因"), [_NEEDED, Length(max=500)])


def _offices() -> list[SelectChoice]:
    """Return the offices of the county by their codes."""
    with reading() as session:
        found = offices.listed(session, signed_in_actor().place)
    return [SelectChoice(office.code, office.name) for office in found]
