"""Forms of exchanges: the wish with its ranks, consents, the decision."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from housing.exchanges.page_words import REASONS
from housing.exchanges.wishes import Told
from housing.exchanges.words import Reason

_NEEDED = InputRequired(_l("此项必须填写。"))
_TEXT = [_NEEDED, Length(max=2000)]
_PAPER = [_NEEDED, Length(max=200)]
_FLOOR = [Optional(), NumberRange(1, 99, _l("请填写 1 到 99 的楼层。"))]
ROWS = 5
#: Nobody sets a county's limit higher.
MOST_JOINED = 1_000


class TokenForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """An act that asks for nothing more."""


class RankForm(Form):  # type: ignore[misc]  # wtforms carries no types
    """One flat that would be better: its rank, where, how large, how high."""

    rank = SelectField(
        _l("名次"),
        choices=[SelectChoice(str(n), str(n)) for n in range(1, ROWS + 1)],
    )
    project = SelectField(_l("小区"), validate_choice=False)
    layout = SelectField(_l("户型"), validate_choice=False)
    floor_from = IntegerField(_l("最低楼层"), _FLOOR, render_kw={"inputmode": "numeric"})
    floor_to = IntegerField(_l("最高楼层"), _FLOOR, render_kw={"inputmode": "numeric"})
    lift = BooleanField(_l("要有电梯"))
    accessible = BooleanField(_l("要无障碍住房"))

    def condition(self) -> dict[str, Any]:
        """Return what was asked for, without what was left open."""
        names = ("project", "layout", "floor_from", "floor_to", "lift", "accessible")
        return {name: self[name].data for name in names if self[name].data}


class WishForm(FlaskForm):  # type: ignore[misc]
    """Why and where to: at most five flats by rank, or the lease agreed to swap with."""

    reason = SelectField(
        _l("互换原因"), choices=[SelectChoice(each.value, words) for each, words in REASONS.items()]
    )
    detail = TextAreaField(_l("原因说明"), _TEXT, render_kw={"rows": 3})
    document = StringField(_l("证明材料"), [Length(max=200)])
    needs_access = BooleanField(_l("家中有人行动不便，现住房不是无障碍住房"))
    needs_size = BooleanField(_l("现住房对家庭人口太小"))
    partner = StringField(_l("已约定互换的合同编号"), [Length(max=32)])
    ranks = FieldList(FormField(RankForm), min_entries=ROWS, max_entries=ROWS)

    def offer(self, projects: Sequence[tuple[str, str]], layouts: Sequence[str]) -> None:
        """Fill the lists of estates and of layouts; number new lines from 1."""
        anywhere = SelectChoice("", _l("不限"))
        for number, row in enumerate(self.ranks):
            row.form.project.choices = [anywhere, *(SelectChoice(*each) for each in projects)]
            row.form.layout.choices = [anywhere, *(SelectChoice(each, each) for each in layouts)]
            if row.form.rank.data is None:
                row.form.rank.data = str(number + 1)

    def told(self) -> Told:
        """Return the wish; lines of one rank are as good as each other."""
        tiers: dict[int, list[dict[str, Any]]] = {}
        for row in self.ranks:
            if condition := row.form.condition():
                tiers.setdefault(int(row.form.rank.data), []).append(condition)
        return Told(
            reason=Reason(self.reason.data),
            detail=self.detail.data or "",
            document=self.document.data or "",
            needs_access=bool(self.needs_access.data),
            needs_size=bool(self.needs_size.data),
            partner=self.partner.data or "",
            ranks=[tiers[rank] for rank in sorted(tiers)],
        )


class SearchForm(FlaskForm):  # type: ignore[misc]
    """How many households one cycle may have at most."""

    longest = IntegerField(
        _l("每个互换方案最多几户"),
        [Optional(), NumberRange(2, MOST_JOINED, _l("请填写 2 以上的户数，或者留空。"))],
        render_kw={"inputmode": "numeric"},
    )


class ConsentForm(FlaskForm):  # type: ignore[misc]
    """The paper that a tenant or an owner signed."""

    document = StringField(_l("书面同意的编号"), _PAPER)


class ReasonForm(FlaskForm):  # type: ignore[misc]
    """Why."""

    reason = TextAreaField(_l("原因"), _TEXT, render_kw={"rows": 2})


class DecisionForm(FlaskForm):  # type: ignore[misc]
    """Reasons and number of the decision."""

    reasons = TextAreaField(_l("理由"), _TEXT, render_kw={"rows": 3})
    document = StringField(_l("决定文号"), [Length(max=200)])


class ExecuteForm(FlaskForm):  # type: ignore[misc]
    """The papers that were signed, and the state in which the flats are taken over."""

    document = StringField(_l("互换协议和合同编号"), _PAPER)
    condition = TextAreaField(_l("房屋和设施状况"), _TEXT, render_kw={"rows": 2})


class FilingForm(FlaskForm):  # type: ignore[misc]
    """The number under which the county filed it."""

    number = StringField(_l("备案编号"), [_NEEDED, Length(max=64)])
