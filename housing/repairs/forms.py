"""Forms of repairs: what each act asks."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    MultipleFileField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length

from housing.documents.sent import PICTURES
from housing.repairs.page_words import PAYERS, TROUBLES
from housing.web.typed_fields import DayField, HundredthsField

_NEEDED = InputRequired(_l("此项必须填写。"))
_TEXT = [_NEEDED, Length(max=1000)]
MOST_FEN = 1_000_000_00


class TokenForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """Nothing but the token."""


class RequestForm(FlaskForm):  # type: ignore[misc]
    """What is broken."""

    trouble = SelectField(
        _l("什么坏了"),
        choices=[SelectChoice(trouble.value, words) for trouble, words in TROUBLES.items()],
    )
    description = TextAreaField(_l("具体情况"), _TEXT, render_kw={"rows": 4})
    urgent = BooleanField(_l("情况紧急（漏水、停电、燃气泄漏等）"))
    photos = MultipleFileField(_l("照片"), render_kw={"accept": PICTURES, "multiple": True})


class PhotosForm(FlaskForm):  # type: ignore[misc]
    """More pictures of a repair."""

    photos = MultipleFileField(
        _l("照片"), [_NEEDED], render_kw={"accept": PICTURES, "multiple": True}
    )


class AssignForm(FlaskForm):  # type: ignore[misc]
    """Who comes, and when."""

    assigned_to = StringField(_l("维修人员"), [_NEEDED, Length(max=64)])
    visit_on = DayField(
        _l("上门日期"), [_NEEDED], render_kw={"placeholder": _l("年-月-日，如 2025-07-03")}
    )


class FinishForm(FlaskForm):  # type: ignore[misc]
    """What was done, at what cost, borne by whom."""

    outcome = TextAreaField(_l("维修结果"), _TEXT, render_kw={"rows": 3})
    cost = HundredthsField(_l("费用（元）"), [_NEEDED], most=MOST_FEN)
    payer = SelectField(
        _l("费用承担"),
        choices=[SelectChoice(payer.value, words) for payer, words in PAYERS.items()],
    )
    document = StringField(_l("发票、确认书等文件编号"), [Length(max=200)])


class NoteForm(FlaskForm):  # type: ignore[misc]
    """What the tenant said, or why."""

    note = TextAreaField(_l("说明"), _TEXT, render_kw={"rows": 2})
