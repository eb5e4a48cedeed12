"""Forms of handovers: what each act asks."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length

from housing.handovers.page_words import BY_HAND
from housing.web.typed_fields import DayField, HundredthsField

_NEEDED = InputRequired(_l("此项必须填写。"))
_TEXT = [_NEEDED, Length(max=1000)]
_PAPER = [_NEEDED, Length(max=200)]
_DAY = {"placeholder": _l("年-月-日，如 2025-07-03")}
MOST_FEN = 100_000_00


class BeginForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """Why a tenant leaves."""

    ending = SelectField(
        _l("退房情形"),
        choices=[SelectChoice(ending.value, words) for ending, words in BY_HAND.items()],
    )
    reason = TextAreaField(_l("原因"), _TEXT, render_kw={"rows": 2})
    document = StringField(_l("退房申请等文件编号"), [Length(max=200)])


class DamageForm(Form):  # type: ignore[misc]  # wtforms carries no types
    """One thing that is not as it was: how much the tenant pays, and why."""

    item = HiddenField()
    fen = HundredthsField(_l("赔偿金额（元）"), most=MOST_FEN)
    reason = StringField(_l("理由"), [Length(max=200)])


class SettleForm(FlaskForm):  # type: ignore[misc]
    """Up to which day, and what the tenant pays for."""

    last_day = DayField(_l("租金计算到（含当日）"), [_NEEDED], render_kw=_DAY)
    damages = FieldList(FormField(DamageForm), max_entries=60)


class ObjectForm(FlaskForm):  # type: ignore[misc]
    """What the tenant says against the settlement."""

    statement = TextAreaField(_l("异议内容"), _TEXT, render_kw={"rows": 4})


class AnswerForm(FlaskForm):  # type: ignore[misc]
    """Whether the objection holds, and why."""

    outcome = RadioField(
        _l("复查结果"),
        [InputRequired(_l("请选择复查结果。"))],
        choices=[
            SelectChoice("rejected", _l("异议不成立")),
            SelectChoice("upheld", _l("异议成立，重新结算")),
        ],
    )
    reasons = TextAreaField(_l("理由"), _TEXT, render_kw={"rows": 3})


class CloseForm(FlaskForm):  # type: ignore[misc]
    """The keys, and whether the flat is to be repaired before it is let again."""

    keys_on = DayField(_l("收回钥匙日期"), [_NEEDED], render_kw=_DAY)
    keys_note = StringField(_l("钥匙数量、换锁情况"), _PAPER)
    needs_repair = BooleanField(_l("收回后先维修（不勾选的直接作为空置房源）"))


class CallOffForm(FlaskForm):  # type: ignore[misc]
    """Why the tenant stays, and on which paper."""

    reason = TextAreaField(_l("原因"), _TEXT, render_kw={"rows": 2})
    document = StringField(_l("依据文件"), _PAPER)
