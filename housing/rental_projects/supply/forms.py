"""Forms of rental projects under the measures: what each act asks."""

from collections.abc import Mapping
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
from wtforms.validators import Length, NumberRange, Optional

from housing.rental_projects.supply import page_words as words
from housing.web.typed_fields import DAY_HINT, NEEDED, DayField, HundredthsField, line

_PAPER = [NEEDED, Length(max=200)]
MOST_MONEY, MOST_AREA, MOST_UNITS = 10**13, 10_000_00, 100_000
KIND_ROWS = 4


def _choices(called: Mapping[Any, object]) -> list[SelectChoice]:
    return [SelectChoice(getattr(each, "value", each), told) for each, told in called.items()]


def _day(label: object) -> DayField:
    return DayField(label, [NEEDED], render_kw=DAY_HINT)


class KindForm(Form):  # type: ignore[misc]  # wtforms carries no types
    """Units of one area; a row without a name is none."""

    name = StringField(_l("户型"), [Length(max=64)])
    units = IntegerField(_l("套（间）数"), [Optional(), NumberRange(1, MOST_UNITS)])
    area = HundredthsField(_l("每套建筑面积（m²）"), most=MOST_AREA)
    is_rental = BooleanField(_l("用于出租"), default=True)


class SupplyForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """A project as its owner declares it."""

    code = line(_l("项目编号"), 32)
    name = line(_l("项目名称"), 128)
    firm = line(_l("建设、运营单位"), 128)
    area = SelectField(_l("所在区域"), choices=_choices(words.AREAS))
    scenic_site = StringField(_l("所在景区"), [Length(max=64)])
    scenic_grade = IntegerField(
        _l("景区等级（几个 A）"), [Optional(), NumberRange(0, 5)], default=0
    )
    raising = SelectField(_l("筹集方式"), choices=_choices(words.RAISINGS))
    investor = SelectField(_l("投资主体"), choices=_choices(words.INVESTORS))
    unit_form = SelectField(_l("住房形式"), choices=_choices(words.FORMS))
    land_allocated = BooleanField(_l("划拨土地"))
    serviced = BooleanField(_l("酒店式公寓"))
    kinds = FieldList(FormField(KindForm), min_entries=KIND_ROWS, max_entries=40)

    def stated_kinds(self) -> tuple[dict[str, Any], ...]:
        """Return the rows that have a name."""
        return tuple(
            {
                "name": row["name"].strip(),
                "units": row["units"] or 0,
                "area": row["area"] or 0,
                "is_rental": bool(row["is_rental"]),
            }
            for row in self.kinds.data
            if (row["name"] or "").strip()
        )


class ApproveForm(FlaskForm):  # type: ignore[misc]
    """The joint approval."""

    number = StringField(_l("批文文号"), _PAPER)
    on = _day(_l("批文日期"))
    housing = BooleanField(_l("住房管理部门已下达"))
    land = BooleanField(_l("国土部门已下达"))
    planning = BooleanField(_l("建规部门已下达"))
    annotated = BooleanField(_l("批文注明“酒店式公寓”"))
    star_rating = IntegerField(_l("星级"), [Optional(), NumberRange(0, 5)], default=0)
    checklist = TextAreaField(_l("酒店式公寓必备项目（每行一项，已具备的）"), render_kw={"rows": 3})


class ConvertForm(FlaskForm):  # type: ignore[misc]
    """The papers of a conversion."""

    conversion = StringField(_l("改建审批文件"), _PAPER)
    fitness = StringField(_l("具备居住条件的查验记录"), _PAPER)
    fit_on = _day(_l("查验日期"))


class PaperForm(FlaskForm):  # type: ignore[misc]
    """A paper."""

    document = StringField(_l("文件编号"), _PAPER)


class DatedForm(FlaskForm):  # type: ignore[misc]
    """A paper and its day."""

    document = StringField(_l("文件、凭证编号"), _PAPER)
    on = _day(_l("日期"))


class FeeForm(FlaskForm):  # type: ignore[misc]
    """A fee as it would be charged in full."""

    fee = SelectField(_l("费用"), choices=_choices(words.FEES))
    base = HundredthsField(_l("应缴全额（元）"), [NEEDED], most=MOST_MONEY)


class LandForm(FlaskForm):  # type: ignore[misc]
    """The contract of the land."""

    price = HundredthsField(_l("土地价款（元）"), [NEEDED], most=MOST_MONEY)
    signed_on = _day(_l("出让合同日期"))


class OfferForm(FlaskForm):  # type: ignore[misc]
    """Units to let, with every standard field."""

    firm = line(_l("出租企业"), 128)
    kind = line(_l("户型"), 64)
    units = IntegerField(_l("套（间）数"), [NEEDED, NumberRange(1, MOST_UNITS)])
    area_size = HundredthsField(_l("每套建筑面积（m²）"), [NEEDED], most=MOST_AREA)
    rent_fen = HundredthsField(_l("租金（元/m²·月）"), [NEEDED], most=MOST_AREA)
    address = line(_l("位置"), 256)
    contact = line(_l("联系方式"), 128)


class FirmForm(FlaskForm):  # type: ignore[misc]
    """A firm that asks to be on file."""

    firm = line(_l("企业名称"), 128)
    trade = SelectField(_l("类别"), choices=_choices(words.TRADES))
    area = SelectField(_l("所在区域"), choices=_choices(words.AREAS))
    state_owned = BooleanField(_l("国有企业"))
    number = line(_l("备案编号"), 64)
    began_on = _day(_l("开始营业日期"))


class PlanForm(FlaskForm):  # type: ignore[misc]
    """A plan of building: years, demand by area, what it rests on."""

    title = line(_l("规划名称"), 128)
    from_year = IntegerField(_l("起始年份"), [NEEDED, NumberRange(2000, 2100)])
    to_year = IntegerField(_l("终止年份"), [NEEDED, NumberRange(2000, 2100)])
    basis = TextAreaField(_l("需求量的依据"), [NEEDED, Length(max=2000)], render_kw={"rows": 3})


class ReviewForm(FlaskForm):  # type: ignore[misc]
    """The opinion of one department on a plan."""

    department = SelectField(_l("联审部门"), choices=_choices(words.REVIEWERS))
    document = StringField(_l("联审意见文号"), _PAPER)


class StrikeForm(FlaskForm):  # type: ignore[misc]
    """Why a firm is struck off."""

    firm = line(_l("企业名称"), 128)
    reason = StringField(_l("理由"), _PAPER)


def plan_form() -> type[FlaskForm]:
    """Return the form of a plan with the demand of every area."""
    demand = {
        f"demand_{area.value}": IntegerField(told, [Optional(), NumberRange(0, MOST_UNITS)])
        for area, told in words.AREAS.items()
    }
    return type("PlanDemandForm", (PlanForm,), demand)


PlanDemandForm = plan_form()
