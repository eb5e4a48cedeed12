"""Forms of an employer that files for its staff."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileAllowed, FileField, FileRequired
from wtforms import BooleanField, SelectChoice, SelectField
from wtforms.validators import InputRequired

from housing.applications.forms_sign_up import NEEDED

SHEETS, SCANS = ("csv", "xlsx", "xls"), ("pdf", "jpg", "jpeg", "png", "webp")
_CHOSEN = FileRequired(_l("请选择文件。"))


class StaffSheetForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """The sheet, where it goes, the signed consents, and the statement. Basis: HN 14 (HN-14-2)."""

    sheet = FileField(
        _l("职工申请表"),
        [_CHOSEN, FileAllowed(SHEETS, _l("只能上传 .csv、.xlsx 或 .xls 文件。"))],
        render_kw={"accept": ".csv,.xlsx,.xls", "required": True},
    )
    office = SelectField(_l("向哪里申请"), [NEEDED])
    consents = FileField(
        _l("同意核查书扫描件"),
        [_CHOSEN, FileAllowed(SCANS, _l("只能上传照片或 PDF。"))],
        render_kw={"accept": "image/jpeg,image/png,image/webp,application/pdf", "required": True},
    )
    truthful = BooleanField(
        _l("本单位对所填内容和所交材料的真实性负责"),
        [InputRequired(_l("提交前请勾选这一项。"))],
    )

    def offer(self, offices: list[tuple[int, str]]) -> None:
        """Offer the streets, towns and parks of the county."""
        self.office.choices = [SelectChoice("", _l("请选择"))] + [
            SelectChoice(str(office), name) for office, name in offices
        ]


class StaffPaperForm(FlaskForm):  # type: ignore[misc]
    """A paper brought for one worker of a filed sheet, or for all of them."""

    person = SelectField(_l("给谁"))
    kind = SelectField(_l("什么材料"), [NEEDED])
    file = FileField(
        _l("照片或 PDF"),
        [_CHOSEN, FileAllowed(SCANS, _l("只能上传照片或 PDF。"))],
        render_kw={"accept": "image/jpeg,image/png,image/webp,application/pdf", "required": True},
    )

    def offer(self, people: list[tuple[int, str]], kinds: list[tuple[str, Any]]) -> None:
        """Offer the workers of the sheet and the papers that they need."""
        self.person.choices = [SelectChoice("0", _l("全部职工"))] + [
            SelectChoice(str(each), name) for each, name in people
        ]
        self.kind.choices = [SelectChoice("", _l("请选择"))] + [
            SelectChoice(kind, name) for kind, name in kinds
        ]
