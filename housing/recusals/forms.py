"""Forms of declared relations."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from housing.recusals.page_words import RELATIONS
from housing.recusals.service import LONGEST_NAME

_NEEDED = InputRequired(_l("此项必须填写。"))


class DeclarationForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """Who it is, and what ties the officer to them."""

    relation = SelectField(_l("关系"), choices=[SelectChoice(*each) for each in RELATIONS.items()])
    name = StringField(_l("对方姓名"), [_NEEDED, Length(max=LONGEST_NAME)])
    identity_number = StringField(
        _l("对方证件号码"), [_NEEDED, Length(max=24)], render_kw={"autocomplete": "off"}
    )


class WithdrawalForm(FlaskForm):  # type: ignore[misc]
    """Why a relation no longer stands."""

    reason = TextAreaField(_l("撤回原因"), [_NEEDED, Length(max=500)])
