"""What each act on a round asks the officer for."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length

from housing.core.clock import ZONE

_NEEDED = InputRequired(_l("此项必须填写。"))
_SURE = InputRequired(_l("请勾选，表示您已核对。"))
_MINUTES = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"]


class PrepareForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """A new round."""

    name = StringField(_l("轮次名称"), [_NEEDED, Length(max=128)])
    approval_document = StringField(_l("批准文件文号"), [_NEEDED, Length(max=256)])
    seed_source = SelectField(_l("摇号种子的来源"))


class ConfirmForm(FlaskForm):  # type: ignore[misc]
    """Nothing but the confirmation."""

    sure = BooleanField(_l("我已核对以上内容"), [_SURE])


class DocumentForm(ConfirmForm):
    """The document that an act rests on."""

    document = StringField(_l("复审文件文号"), [_NEEDED, Length(max=256)])


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
