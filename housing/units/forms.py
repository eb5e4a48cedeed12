"""Forms of the stock: a unit as it is described, an act on it, a project."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from housing.units.facts import UnitDescription
from housing.web.typed_fields import DayField, HundredthsField

_NEEDED = InputRequired(_l("此项必须填写。"))
_DAY = {"placeholder": _l("年-月-日，如 2025-07-03")}
#: Fields that hold no text; of these only the usable area may be empty.
TYPED = frozenset(
    {"floor", "floors", "area", "usable_area", "accessible", "lift", "completed_on", "rent_fen"}
)
LARGEST_AREA, HIGHEST_RENT, MOST_FLOORS = 1_000_00, 1_000_00, 200


def _text(words: object, most: int, *, needed: bool = False) -> StringField:
    return StringField(words, [*([_NEEDED] if needed else []), Length(max=most)])


class UnitForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """What is on file of a unit; its class follows from project, layout, floor and access."""

    code = _text(_l("房源编号"), 64, needed=True)
    project_code = SelectField(_l("项目"), [_NEEDED])
    building = _text(_l("楼栋"), 32, needed=True)
    entrance = _text(_l("单元"), 32)
    room = _text(_l("房号"), 32, needed=True)
    floor = IntegerField(_l("楼层"), [_NEEDED, NumberRange(1, MOST_FLOORS)])
    floors = IntegerField(_l("总层数"), [_NEEDED, NumberRange(1, MOST_FLOORS)])
    layout = _text(_l("户型"), 32, needed=True)
    area = HundredthsField(_l("建筑面积（m²）"), [_NEEDED], most=LARGEST_AREA)
    usable_area = HundredthsField(_l("使用面积（m²）"), most=LARGEST_AREA)
    orientation = _text(_l("朝向"), 16)
    facilities = _text(_l("设施"), 512)
    lift = BooleanField(_l("有电梯"))
    accessible = BooleanField(_l("无障碍房源"))
    accessible_features = _text(_l("无障碍设施"), 256)
    owner = _text(_l("产权单位"), 128, needed=True)
    reserved_for = _text(_l("定向对象"), 128)
    certificate = _text(_l("不动产权证号"), 64)
    completed_on = DayField(_l("竣工日期"), [_NEEDED], render_kw=_DAY)
    rent_fen = HundredthsField(_l("月租金标准（元/m²）"), [_NEEDED], most=HIGHEST_RENT)
    rent_document = _text(_l("租金标准文件"), 128)
    reason = _text(_l("更改的理由"), 2000)
    document = _text(_l("依据文件"), 200)

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

    reason = TextAreaField(_l("理由"), [_NEEDED, Length(max=2000)], render_kw={"rows": 2})
    document = StringField(_l("依据文件"), [Length(max=200)])


class ProjectForm(FlaskForm):  # type: ignore[misc]
    """Name and place of a project."""

    code = _text(_l("项目编号"), 32, needed=True)
    name = _text(_l("项目名称"), 128, needed=True)
    street = _text(_l("街道"), 64, needed=True)
    address = _text(_l("小区地址"), 256)
    document = _text(_l("依据文件"), 200, needed=True)
