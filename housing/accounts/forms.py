"""Forms of the account pages."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import PasswordField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import EqualTo, InputRequired, Length

from housing.accounts.passwords import LONGEST, SHORTEST
from housing.web.role_words import ROLE_WORDS

_NEEDED = InputRequired(_l("此项必须填写。"))


class SignInForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """Name and password."""

    name = StringField(
        _l("账号名"), [_NEEDED, Length(max=32)], render_kw={"autocomplete": "username"}
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
    """A new account."""

    name = StringField(_l("账号名"), [_NEEDED, Length(2, 32)], render_kw={"autocomplete": "off"})
    role = SelectField(_l("岗位"), choices=[SelectChoice(*role) for role in ROLE_WORDS.items()])
    password = PasswordField(
        _l("初始密码"),
        [_NEEDED, Length(SHORTEST, LONGEST, _l("请使用 10 至 256 个字符。"))],
        render_kw={"autocomplete": "new-password"},
    )


class ClosingForm(FlaskForm):  # type: ignore[misc]
    """Why an account is closed."""

    reason = TextAreaField(_l("停用原因"), [_NEEDED, Length(max=500)])
