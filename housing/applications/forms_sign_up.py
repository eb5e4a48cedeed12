"""Forms by which somebody becomes an applicant with an account, or looks up without one."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import PasswordField, SelectChoice, SelectField, StringField
from wtforms.validators import EqualTo, InputRequired, Length, Regexp, ValidationError

from housing.accounts.passwords import LONGEST, SHORTEST
from housing.applications.form_fields import MobileField, NeededIfShown, checked_identity
from housing.applications.page_words import DOCUMENT_KINDS

NEEDED = NeededIfShown(_l("此项必须填写。"))


class PhoneForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """The mobile number that the code is sent to."""

    phone = MobileField(
        _l("手机号"),
        [NEEDED],
        render_kw={"inputmode": "tel", "autocomplete": "tel", "maxlength": 20},
    )


class SignUpForm(FlaskForm):  # type: ignore[misc]
    """The code from the phone, who one is, and a password."""

    code = StringField(
        _l("短信验证码"),
        [NEEDED, Regexp(r"^\s*[0-9]{6}\s*$", message=_l("验证码是 6 位数字。"))],
        render_kw={"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": 8},
    )
    name = StringField(_l("姓名"), [NEEDED, Length(max=64)], render_kw={"autocomplete": "name"})
    document_kind = SelectField(
        _l("证件类型"), choices=[SelectChoice(*kind) for kind in DOCUMENT_KINDS.items()]
    )
    identity_number = StringField(
        _l("证件号码"), [NEEDED, Length(max=32)], render_kw={"autocomplete": "off"}
    )
    password = PasswordField(
        _l("设置密码"),
        [NEEDED, Length(SHORTEST, LONGEST, _l("请使用 10 至 256 个字符。"))],
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        _l("再输入一次密码"),
        [NEEDED, EqualTo("password", _l("两次输入的密码不同。"))],
        render_kw={"autocomplete": "new-password"},
    )

    def validate_identity_number(self, field: StringField) -> None:
        """Check form, birth date and check digit; keep the number in capitals."""
        if self.document_kind.data not in DOCUMENT_KINDS:
            raise ValidationError(_l("请先选择证件类型。"))
        field.data, _born = checked_identity(self.document_kind.data, field.data or "")


class LookUpForm(FlaskForm):  # type: ignore[misc]
    """The number of an application and the secret that stood on the receipt."""

    number = StringField(
        _l("申请编号"), [NEEDED, Length(max=32)], render_kw={"autocomplete": "off"}
    )
    secret = StringField(
        _l("查询密码"),
        [NEEDED, Length(max=64)],
        render_kw={"autocomplete": "off", "autocapitalize": "none"},
    )


class AgainForm(FlaskForm):  # type: ignore[misc]
    """Signing in once more without losing what was typed."""

    again_name = StringField(
        _l("手机号或账号名"),
        [InputRequired(_l("此项必须填写。"))],
        render_kw={"autocomplete": "username"},
    )
    again_password = PasswordField(
        _l("密码"),
        [InputRequired(_l("此项必须填写。"))],
        render_kw={"autocomplete": "current-password"},
    )
