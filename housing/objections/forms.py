"""Forms of objections."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import MultipleFileField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from housing.objections.rules import LEAST_TEXT, MOST_NAME, MOST_TEXT

_NEEDED = InputRequired(_l("此项必须填写。"))


class ObjectionForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """Who objects, how to reach them, what they say, and what shows it."""

    name = StringField(
        _l("您的姓名"), [_NEEDED, Length(max=MOST_NAME)], render_kw={"autocomplete": "name"}
    )
    contact = StringField(_l("手机号或电子邮箱"), [_NEEDED, Length(max=120)])
    text = TextAreaField(
        _l("异议内容"), [_NEEDED, Length(LEAST_TEXT, MOST_TEXT)], render_kw={"rows": 6}
    )
    files = MultipleFileField(_l("证明材料"))


class LookUpForm(FlaskForm):  # type: ignore[misc]
    """What the person who objected knows."""

    code = StringField(
        _l("回执码"),
        [_NEEDED, Length(max=40)],
        render_kw={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"},
    )
    contact_tail = StringField(
        _l("联系方式的后四位"),
        [_NEEDED, Length(4, 4, _l("请输入四位。"))],
        render_kw={"autocomplete": "off", "maxlength": "4"},
    )


class DecisionForm(FlaskForm):  # type: ignore[misc]
    """Upheld or not, and why."""

    outcome = RadioField(
        _l("处理结果"),
        [InputRequired(_l("请选择处理结果。"))],
        choices=[("dismissed", _l("异议不成立")), ("upheld", _l("异议成立"))],
    )
    reason = TextAreaField(_l("理由"), [_NEEDED, Length(max=2000)], render_kw={"rows": 4})
