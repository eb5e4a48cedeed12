"""Forms of the waitlist's pages."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from housing.households.page_words import GROUPS, RESCUES
from housing.households.words import Assistance, Group, Rescue
from housing.waitlist.correcting import RightFacts
from housing.web.typed_fields import HundredthsField

LARGEST_AREA = 1_000_00
_NEEDED = InputRequired(_l("此项必须填写。"))
_REASON = [_NEEDED, Length(max=2000)]


class ReviewForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """Why a household that waits is reviewed."""

    reason = TextAreaField(_l("情况有什么变化"), _REASON, render_kw={"rows": 3})
    document = StringField(_l("依据文件"), [Optional(), Length(max=200)])


class KeepForm(FlaskForm):  # type: ignore[misc]
    """Why an entry is kept."""

    reason = TextAreaField(_l("保留的理由"), _REASON, render_kw={"rows": 3})


class CancelForm(FlaskForm):  # type: ignore[misc]
    """Why an entry is cancelled: one reason a line, and the conditions no longer met."""

    reasons = TextAreaField(_l("取消的理由（一行一条）"), _REASON, render_kw={"rows": 4})
    conditions = StringField(_l("不再符合的条件（条目编号）"), [Optional(), Length(max=200)])


class AssistanceForm(FlaskForm):  # type: ignore[misc]
    """The other form of assistance, on the household's paper."""

    assistance = SelectField(
        _l("改为"),
        choices=[
            SelectChoice(Assistance.FLAT.value, _l("实物配租")),
            SelectChoice(Assistance.SUBSIDY.value, _l("租赁补贴")),
        ],
    )
    reason = TextAreaField(_l("理由"), _REASON, render_kw={"rows": 2})
    document = StringField(_l("家庭的书面申请"), [_NEEDED, Length(max=200)])


class SubsidyForm(FlaskForm):  # type: ignore[misc]
    """The paper that grants the rental subsidy."""

    document = StringField(_l("批准发放补贴的文件"), [_NEEDED, Length(max=200)])


class CorrectionForm(FlaskForm):  # type: ignore[misc]
    """What the place of a household should rest on, with reason and document."""

    group = SelectField(
        _l("申请类别"), choices=[SelectChoice(each.value, GROUPS[each]) for each in Group]
    )
    rescue = SelectField(
        _l("救助情形"),
        choices=[SelectChoice(each.value, RESCUES[each]) for each in Rescue],
    )
    size = IntegerField(_l("家庭人口"), [_NEEDED, NumberRange(1, 30)])
    present_area = HundredthsField(
        _l("现住房建筑面积（平方米，无房填 0）"), [_NEEDED], most=LARGEST_AREA
    )
    reason = TextAreaField(_l("更正的理由"), _REASON, render_kw={"rows": 2})
    document = StringField(_l("依据文件"), [_NEEDED, Length(max=200)])

    @classmethod
    def of(cls, facts: RightFacts) -> "CorrectionForm":
        """Return the form with the facts as they stand."""
        held = {
            "group": facts.group.value,
            "rescue": facts.rescue.value,
            "size": facts.size,
            "present_area": facts.present_area,
        }
        return cls(formdata=None, prefix="correction", data=held)

    def facts(self) -> RightFacts:
        """Return the facts as they were typed."""
        return RightFacts(
            Group(self.group.data),
            Rescue(self.rescue.data),
            self.size.data,
            int(self.present_area.data or 0),
        )
