"""What people call a class of units: estate, layout, floors, access; for them, not for files."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from housing.units import queries

_BANDS = {
    "低": ("低层", "low floors"),
    "中": ("中层", "middle floors"),
    "高": ("高层", "high floors"),
}
_LAYOUTS = {
    "单间": "single room",
    "一居室": "one-room",
    "两居室": "two-room",
    "三居室": "three-room",
}
_ACCESSIBLE = "无障碍"
_PARTS = 4


def class_names(session: Session, place: str, language: str) -> Callable[[str], str]:
    """Return what names a class in `language` ('zh' or 'en') by the county's names of estates."""
    estates = {code: each.name for code, each in queries.projects(session, place).items()}
    return lambda unit_class: class_name(unit_class, estates, language)


def class_name(unit_class: str, estates: dict[str, str], language: str) -> str:
    """Return e.g. 'P01 望麓新苑两居室中层' for `P01-两居室-中-普通`.

    A class that a county names in its own way stays as it is.
    """
    parts = unit_class.split("-")
    if len(parts) != _PARTS or parts[2] not in _BANDS:
        return unit_class
    code, layout, band, access = parts
    zh, en = _BANDS[band]
    estate = estates.get(code, "")
    accessible = access == _ACCESSIBLE
    if language == "en":
        kind = _LAYOUTS.get(layout, layout)
        return f"{code} {estate}".strip() + f", {kind}, {en}" + ", accessible" * accessible
    return f"{code} {estate}{layout}{zh}" + _ACCESSIBLE * accessible
