"""Forms of the stock: a unit as it is described, an act on it, a project."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange

from housing.units.facts import UnitDescription
from housing.web.typed_fields import DAY_HINT, NEEDED, DayField, HundredthsField, line

#: Fields that hold no text; of these only the usable area may be empty.
TYPED = frozenset(
    {"floor", "floors", "area", "usable_area", "accessible", "lift", "completed_on", "rent_fen"}
)
LARGEST_AREA, HIGHEST_RENT, MOST_FLOORS = 1_000_00, 1_000_00, 200


class UnitForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """What is on file of a unit; its class follows from project, layout, floor and access."""

    code = line(_l("房源编号"), 64)
    project_code = SelectField(_l("项目"), [NEEDED], validate_choice=False)
    building = line(_l("楼栋"), 32)
    entrance = line(_l("单元"), 32, needed=False)
    room = line(_l("房号"), 32)
    floor = IntegerField(_l("楼层"), [NEEDED, NumberRange(1, MOST_FLOORS)])
    floors = IntegerField(_l("总层数"), [NEEDED, NumberRange(1, MOST_FLOORS)])
    layout = line(_l("户型"), 32)
    area = HundredthsField(_l("建筑面积（m²）"), [NEEDED], most=LARGEST_AREA)
    usable_area = HundredthsField(_l("使用面积（m²）"), most=LARGEST_AREA)
    orientation = line(_l("朝向"), 16, needed=False)
    facilities = line(_l("设施"), 512, needed=False)
    lift = BooleanField(_l("有电梯"))
    accessible = BooleanField(_l("无障碍房源"))
    accessible_features = line(_l("无障碍设施"), 256, needed=False)
    owner = line(_l("产权单位"), 128)
    reserved_for = line(_l("定向对象"), 128, needed=False)
    certificate = line(_l("不动产权证号"), 64, needed=False)
    completed_on = DayField(_l("竣工日期"), [NEEDED], render_kw=DAY_HINT)
    rent_fen = HundredthsField(_l("月租金标准（元/m²）"), [NEEDED], most=HIGHEST_RENT)
    rent_document = line(_l("租金标准文件"), 128, needed=False)
    reason = line(_l("更改的理由"), 2000, needed=False)
    document = line(_l("依据文件"), 200, needed=False)

    def described(self) -> UnitDescription:
        """Return the unit as it was described."""
        values: dict[str, Any] = {}
        for name in UnitDescription.__dataclass_fields__:
            value = self[name].data
            if name not in TYPED:
                value = (value or "").strip()
            values[name] = value
        return UnitDescription(**values)


class ActForm(FlaskForm):  # type: ignore[misc]
    """Why a unit changes its state."""

    reason = TextAreaField(_l("理由"), [NEEDED, Length(max=2000)], render_kw={"rows": 2})
    document = StringField(_l("依据文件"), [Length(max=200)])


class ProjectForm(FlaskForm):  # type: ignore[misc]
    """Name and place of a project."""

    code = line(_l("项目编号"), 32)
    name = line(_l("项目名称"), 128)
    street = line(_l("街道"), 64)
    address = line(_l("小区地址"), 256, needed=False)
    document = line(_l("依据文件"), 200)
