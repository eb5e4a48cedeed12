"""The units of a round as units.json has them: classes nobody distinguishes, and whose they are."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from housing.core.errors import BadInput, MissingPolicyValue
from housing.units.models import Project, Unit

#: What two units of one class must have in common.
_SAME = ("project", "layout", "band", "accessible", "pool")


def pool_of(unit: Unit, owners: Iterable[str], place: str) -> str | None:
    """Return the pool that comes first for a unit: its keeper's, or None for the county's stock.

    Basis: HN 19 (HN-19-1, HN-19-2).

    Raises:
        MissingPolicyValue: the unit is meant for somebody, and the county has not set whose
            employees its owner's stock serves first.
    """
    if not unit.reserved_for:
        return None
    if unit.keeper not in owners:
        raise MissingPolicyValue(
            f"房源 {unit.code} 定向“{unit.reserved_for}”，但 {place} 没有为产权单位“{unit.keeper}”"
            "设定 own_stock，请在 config/policies/pools.toml 填写其用工单位"
            f" / unit {unit.code} is meant for the people of {unit.keeper!r}, but own_stock does"
            " not say whose employees these are",
            rules=("HN-19-1", "HN-19-2"),
        )
    return f"owner:{unit.keeper}"


def units_json(
    code: str,
    place: str,
    units: Sequence[Unit],
    projects: Mapping[str, Project],
    own_stock: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """Return the content of units.json for the round `code`.

    Raises:
        BadInput: no unit at all, or two units of one class that differ; names them.
        MissingPolicyValue: see `pool_of`.
    """
    if not units:
        raise BadInput(
            "房源：没有空置房源可供本轮分配；请先导入，或等占用房源的轮次结束、作废"
            " / no vacant unit; import units, or wait for the round that holds them"
        )
    owners = {entry["owner"] for entry in own_stock}
    classes: dict[str, dict[str, Any]] = {}
    first: dict[str, Unit] = {}
    for unit in units:
        kind = _kind(unit, pool_of(unit, owners, place))
        known = classes.setdefault(unit.unit_class, kind)
        _check_same(known, kind, first.setdefault(unit.unit_class, unit), unit)
        known["area_min"] = min(known["area_min"], unit.area)
        known["area_max"] = max(known["area_max"], unit.area)
        known["capacity"] += 1
    return {
        "format": 1,
        "round": code,
        "classes": [classes[name] for name in sorted(classes)],
        "units": [_line(unit, projects) for unit in sorted(units, key=lambda unit: unit.code)],
    }


def _kind(unit: Unit, pool: str | None) -> dict[str, Any]:
    parts = unit.unit_class.split("-")
    return {
        "id": unit.unit_class,
        "project": unit.project_code,
        "layout": unit.layout,
        "band": parts[2] if len(parts) > 2 else "",
        "accessible": int(unit.accessible),
        "pool": pool,
        "area_min": unit.area,
        "area_max": unit.area,
        "capacity": 0,
    }


def _check_same(known: Mapping[str, Any], kind: Mapping[str, Any], first: Unit, unit: Unit) -> None:
    differing = [field for field in _SAME if known[field] != kind[field]]
    if differing:
        raise BadInput(
            f"房源类别 {unit.unit_class}：{first.code} 与 {unit.code} 的 {'、'.join(differing)}"
            " 不同，同类房源必须没有差别，请改正房源表的类别 / units of one class must not differ"
            f" in {', '.join(differing)}; mend the class of one of them"
        )


def _line(unit: Unit, projects: Mapping[str, Project]) -> dict[str, Any]:
    project = projects.get(unit.project_code)
    return {
        "id": unit.code,
        "class": unit.unit_class,
        "address": f"{project.name if project else unit.project_code}{unit.address}",
        "area": unit.area,
        "rent_fen": unit.rent_fen,
    }
