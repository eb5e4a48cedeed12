"""Forms of the pages of joint reviews."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from housing.joint_reviews.page_words import DEPARTMENTS

_NEEDED = InputRequired(_l("此项必须填写。"))
_WORDS = [_NEEDED, Length(max=2000)]


class OpinionForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """The written opinion of a department."""

    department = SelectField(
        _l("部门"), choices=[SelectChoice(kind.value, words) for kind, words in DEPARTMENTS.items()]
    )
    adverse = SelectField(
        _l("意见"),
        choices=[
            SelectChoice("no", _l("没有不利意见")),
            SelectChoice("yes", _l("不再符合条件，不利意见")),
        ],
    )
    words = TextAreaField(_l("意见内容"), _WORDS, render_kw={"rows": 3})
    document = StringField(_l("书面意见的文号"), [_NEEDED, Length(max=200)])


class PassForm(FlaskForm):  # type: ignore[misc]
    """Why the household still meets the conditions."""

    reasons = TextAreaField(_l("认定的理由"), _WORDS, render_kw={"rows": 3})
