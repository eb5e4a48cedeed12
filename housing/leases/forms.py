"""Forms of leases: what each act asks."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    DateField,
    FieldList,
    Form,
    FormField,
    IntegerField,
    MultipleFileField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from housing.leases.items import RECKONED, Item
from housing.leases.page_words import ITEM_STATES, ITEMS
from housing.leases.words import FITTINGS, ItemState

_NEEDED = InputRequired(_l("此项必须填写。"))
_REASON = [_NEEDED, Length(max=500)]
_PAPER = [_NEEDED, Length(max=200)]
MOST_MONTHS = 60
#: Empty rows for what the list of fittings does not name.
MORE_ROWS = 3


class TokenForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """Nothing but the token."""


class DraftForm(FlaskForm):  # type: ignore[misc]
    """How long the lease is to be and from when."""

    months = IntegerField(
        _l("租期（月）"),
        [_NEEDED, NumberRange(1, MOST_MONTHS, _l("请填写 1 至 60 个月。"))],
        render_kw={"inputmode": "numeric"},
    )
    starts_on = DateField(_l("起租日（不填为今天）"), [Optional()])


class SignForm(FlaskForm):  # type: ignore[misc]
    """The number of the paper contract; not needed where the tenant signed online."""

    document = StringField(_l("纸质合同编号"), [Length(max=200)])


class FilingForm(FlaskForm):  # type: ignore[misc]
    """The number under which the contract is on file."""

    number = StringField(_l("备案编号"), [_NEEDED, Length(max=64)])


class ReasonForm(FlaskForm):  # type: ignore[misc]
    """Why."""

    reason = TextAreaField(_l("原因"), _REASON, render_kw={"rows": 2})


class PaperForm(FlaskForm):  # type: ignore[misc]
    """Why, and on which paper."""

    reason = TextAreaField(_l("情况"), _REASON, render_kw={"rows": 2})
    document = StringField(_l("依据文件"), _PAPER)


class OnlineForm(FlaskForm):  # type: ignore[misc]
    """The contract that the tenant has read; `sha256` is the hash of the PDF that was shown."""

    sha256 = StringField(_l("合同指纹"), [_NEEDED, Length(64, 64)])


class WordFormForm(FlaskForm):  # type: ignore[misc]
    """A county's own Word form of the contract."""

    file = FileField(_l("Word 文本（.docx）"), [FileRequired(_l("请选择文件。"))])


class SheetForm(FlaskForm):  # type: ignore[misc]
    """A sheet of tenants who live there already."""

    file = FileField(_l("原有租赁表（Excel 或 CSV）"), [FileRequired(_l("请选择文件。"))])


class FittingForm(Form):  # type: ignore[misc]  # wtforms carries no types
    """One thing that is looked at; a row without a state is none."""

    item = StringField(_l("项目"), [Length(max=60)])
    state = SelectField(
        _l("状况"),
        choices=[
            SelectChoice("", _l("没有这一项")),
            *(SelectChoice(each.value, ITEM_STATES[each]) for each in ItemState),
        ],
    )
    note = StringField(_l("说明"), [Length(max=200)])

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask what it is that has a state or a note."""
        right = bool(super().validate(extra_validators))
        told = self.state.data or (self.note.data or "").strip()
        if told and not (self.item.data or "").strip():
            self.item.errors = [*self.item.errors, _l("请写明是什么。")]
            return False
        return right


class ConditionForm(FlaskForm):  # type: ignore[misc]
    """The state of a flat: fittings, meters, photos."""

    fittings = FieldList(FormField(FittingForm), max_entries=40)
    water = StringField(_l("水表读数"), [Length(max=40)], render_kw={"inputmode": "decimal"})
    electricity = StringField(_l("电表读数"), [Length(max=40)], render_kw={"inputmode": "decimal"})
    gas = StringField(_l("燃气表读数"), [Length(max=40)], render_kw={"inputmode": "decimal"})
    note = TextAreaField(_l("其他说明"), [Length(max=500)], render_kw={"rows": 2})
    photos = MultipleFileField(
        _l("照片"), render_kw={"accept": "image/jpeg,image/png,image/webp", "multiple": True}
    )

    def offer_rows(self) -> None:
        """Offer the usual fittings and some empty rows, where the form was not sent yet."""
        if not self.fittings.entries:
            for name in (*FITTINGS, *("",) * MORE_ROWS):
                self.fittings.append_entry({"item": name, "state": "", "note": ""})


def clauses_form() -> type[FlaskForm]:
    """Return the form of the items that an officer may word; those that are reckoned are none."""
    fields = {
        item.value: TextAreaField(ITEMS[item], [Length(max=4000)], render_kw={"rows": 3})
        for item in Item
        if item not in RECKONED
    }
    return type("ClausesForm", (FlaskForm,), fields)


ClausesForm = clauses_form()
