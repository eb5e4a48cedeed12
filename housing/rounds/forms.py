"""What each act on a round asks the officer for."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange

from housing.core.clock import ZONE

_NEEDED = InputRequired(_l("此项必须填写。"))
_SURE = InputRequired(_l("请勾选，表示您已核对。"))
_MINUTES = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"]


class PrepareForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """A new round."""

    name = StringField(_l("轮次名称"), [_NEEDED, Length(max=128)])
    approval_document = StringField(_l("批准文件文号"), [_NEEDED, Length(max=256)])
    # What may be chosen is the county's, which the act itself checks.
    audience = SelectField(_l("哪一方的房源"), [_NEEDED], validate_choice=False)
    seed_source = SelectField(_l("摇号种子的来源"), [_NEEDED], validate_choice=False)


class TokenForm(FlaskForm):  # type: ignore[misc]
    """Nothing but the token."""


class ConfirmForm(FlaskForm):  # type: ignore[misc]
    """Nothing but the confirmation."""

    sure = BooleanField(_l("我已核对以上内容"), [_SURE])


class DocumentForm(ConfirmForm):
    """The document that an act rests on."""

    document = StringField(_l("复审文件文号"), [_NEEDED, Length(max=256)])


class SendForm(ConfirmForm):
    """The letter with which an owner sends its papers."""

    document = StringField(_l("报送函文号"), [_NEEDED, Length(max=256)])


class PassForm(ConfirmForm):
    """What the county has to say when it passes an owner's papers."""

    reasons = TextAreaField(_l("审查意见"), [Length(max=2000)], render_kw={"rows": 3})


class ReturnForm(ConfirmForm):
    """What the owner must mend."""

    reasons = TextAreaField(_l("退回理由"), [_NEEDED, Length(max=2000)], render_kw={"rows": 4})


class CountForm(FlaskForm):  # type: ignore[misc]
    """How many households an office counted for a street."""

    source = StringField(_l("核对单位"), [_NEEDED, Length(max=64)])
    street = StringField(_l("街道"), [_NEEDED, Length(max=64)])
    group = SelectField(_l("申请类别"), choices=[])
    counted = IntegerField(_l("户数"), [_NEEDED, NumberRange(0, 10_000_000)])


class ClearForm(FlaskForm):  # type: ignore[misc]
    """What was found when a cluster was looked into."""

    key = HiddenField()
    reason = TextAreaField(_l("核实结论"), [_NEEDED, Length(max=2000)], render_kw={"rows": 3})


class HoldForm(ConfirmForm):
    """Whose results a fault touches, and the decision."""

    touched = TextAreaField(
        _l("涉及的家庭（申请编号，每行一个）"), [_NEEDED, Length(max=20_000)], render_kw={"rows": 4}
    )
    reason = TextAreaField(_l("暂缓原因"), [_NEEDED, Length(max=2000)], render_kw={"rows": 3})
    document = StringField(_l("决定文件文号"), [_NEEDED, Length(max=256)])


class EndHoldForm(ConfirmForm):
    """Whether the fault was one, and the decision."""

    upheld = SelectField(
        _l("处理结果"),
        choices=[("no", _l("问题不成立，结果有效")), ("yes", _l("问题成立，结果撤销"))],
    )
    reason = TextAreaField(_l("处理理由"), [_NEEDED, Length(max=2000)], render_kw={"rows": 3})
    document = StringField(_l("决定文件文号"), [_NEEDED, Length(max=256)])


class SeedForm(FlaskForm):  # type: ignore[misc]
    """The public random numbers, when they were drawn, and who saw it."""

    text = TextAreaField(_l("种子"), [_NEEDED, Length(max=4000)], render_kw={"rows": 3})
    drawn_at = DateTimeLocalField(_l("产生时间（北京时间）"), [_NEEDED], format=_MINUTES)
    witnesses = TextAreaField(
        _l("见证人或公证文书"), [_NEEDED, Length(max=1000)], render_kw={"rows": 2}
    )
    look = SubmitField(_l("核对"))
    enter = SubmitField(_l("录入，不能再改"))

    def instant(self) -> datetime:
        """Return when the seed was drawn, as an aware instant."""
        moment = self.drawn_at.data
        assert isinstance(moment, datetime)  # noqa: S101  validated before it is read
        return moment.replace(tzinfo=ZONE)


class AnnulForm(FlaskForm):  # type: ignore[misc]
    """Why a round is annulled, under which document; its code typed out against a slip."""

    reason = TextAreaField(_l("作废原因"), [_NEEDED, Length(max=2000)], render_kw={"rows": 4})
    document = StringField(_l("决定文件文号"), [_NEEDED, Length(max=256)])
    code = StringField(_l("请输入本轮编号以确认"), [_NEEDED], render_kw={"autocomplete": "off"})


class FindForm(FlaskForm):  # type: ignore[misc]
    """What a household knows about itself: its receipt code and the end of its identity number."""

    code = StringField(
        _l("回执码"),
        [_NEEDED, Length(max=40)],
        render_kw={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"},
    )
    last4 = StringField(
        _l("申请人身份证号码的后四位"),
        [_NEEDED, Length(4, 4, _l("请输入四位，末位可以是 X。"))],
        render_kw={"autocomplete": "off", "maxlength": "4"},
    )
