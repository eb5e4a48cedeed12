"""The words of occupancy as pages say them, in the visitor's language."""

from flask_babel import lazy_gettext as _l

from housing.occupancy.words import Standing, TargetKind

KINDS = {
    TargetKind.CYCLE: _l("自开工起的周期"),
    TargetKind.COMPLETION: _l("竣工后的期限"),
    TargetKind.YEAR: _l("年度"),
}
STANDINGS = {
    Standing.NOT_KNOWN: _l("缺少日期，无法计算"),
    Standing.RUNNING: _l("期内"),
    Standing.ALERT: _l("六个月内到期，尚未达到"),
    Standing.REACHED: _l("已达到"),
    Standing.MISSED: _l("到期未达到"),
}
MARKS = {
    Standing.NOT_KNOWN: "open",
    Standing.RUNNING: "open",
    Standing.ALERT: "wrong",
    Standing.REACHED: "right",
    Standing.MISSED: "wrong",
}


def percent(occupied: int, units: int) -> str:
    """Return a share in percent with one decimal, cut off so that 89.96 never reads 90."""
    if not units:
        return "—"
    tenths = occupied * 1000 // units
    return f"{tenths // 10}.{tenths % 10}%"
