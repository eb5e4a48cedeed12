"""Forms of the departments' pages; the answer itself is laid out by `layout`."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileAllowed, FileField, FileRequired


class AnswerForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """Carries the token of the form; its fields are those of the department's layout."""


class SheetForm(FlaskForm):  # type: ignore[misc]
    """A filled sheet of answers."""

    sheet = FileField(
        _l("填好的答复表"),
        [
            FileRequired(_l("请选择文件。")),
            FileAllowed(("xlsx", "xls"), _l("只能上传 .xlsx 或 .xls 文件。")),
        ],
        render_kw={"accept": ".xlsx,.xls"},
    )
