"""Forms of the import pages."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileAllowed, FileField
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from housing.imports.columns import SheetKind
from housing.imports.service import MOST_REASON
from housing.imports.sheet import SheetFile

KNOWN = ("csv", "xlsx", "xls")
_KNOWN = FileAllowed(KNOWN, _l("只能上传 .csv、.xlsx 或 .xls 文件。"))
_ACCEPT = {"accept": ".csv,.xlsx,.xls"}


class UploadForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """One or both sheets."""

    units = FileField(_l("房源表"), [_KNOWN], render_kw=_ACCEPT)
    households = FileField(_l("家庭名册"), [_KNOWN], render_kw=_ACCEPT)

    def files(self) -> list[SheetFile]:
        """Return the files that were chosen."""
        chosen = ((SheetKind.UNITS, self.units.data), (SheetKind.HOUSEHOLDS, self.households.data))
        return [
            SheetFile(kind, upload.filename or kind.value, upload.read())
            for kind, upload in chosen
            if upload
        ]


class SetAsideForm(FlaskForm):  # type: ignore[misc]
    """Why rows are left out; the rows themselves are boxes in the table."""

    reason = TextAreaField(
        _l("搁置理由"),
        [InputRequired(_l("此项必须填写。")), Length(max=MOST_REASON)],
        render_kw={"rows": 2, "maxlength": MOST_REASON},
    )
