"""What the pages call the outcomes of checks, and the columns of the workbook."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from housing.rental_projects.rules import Outcome

OUTCOMES = {
    Outcome.PASSED.value: _l("符合"),
    Outcome.WARNING.value: _l("原则上不符合"),
    Outcome.FAILED.value: _l("不符合"),
}
MARKS = {
    Outcome.PASSED.value: "right",
    Outcome.WARNING.value: "open",
    Outcome.FAILED.value: "wrong",
}


def columns() -> list[str]:
    """Return the headers of the workbook of projects: one row a layout."""
    return [
        _("项目编号"),
        _("项目名称"),
        _("建设、运营单位"),
        _("总建筑面积（m²）"),
        _("其中商业服务设施（m²）"),
        _("认定书编号"),
        _("认定日期"),
        _("户型"),
        _("套（间）数"),
        _("每套建筑面积（m²）"),
        _("租金（元/m²·月）"),
        _("服务费（元/m²·月）"),
        _("设施"),
    ]
