"""Forms of ownership: a unit's owners and registration, a change of use, co-owned dwellings."""

from datetime import date
from typing import cast

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length

from housing.ownership import page_words as words
from housing.ownership.coowned import DwellingFacts, Owner
from housing.ownership.titles import Holding, TitleFacts
from housing.ownership.words import HolderKind, InvestmentType, LegacyOrigin, RegisteredAs
from housing.units.words import Origin, Programme
from housing.web.typed_fields import DAY_HINT, NEEDED, DayField, HundredthsField, line

_PAPER = [NEEDED, Length(max=200)]
_NAME = [NEEDED, Length(max=128)]
_TEXT = [NEEDED, Length(max=2000)]
ROWS, WHOLE = 4, 10_000


class HoldingForm(Form):  # type: ignore[misc]  # wtforms carries no types
    """One holder and its share in percent."""

    holder = StringField(_l("产权人"), [Length(max=128)])
    kind = SelectField(
        _l("产权人性质"),
        choices=[SelectChoice(each.value, said) for each, said in words.HOLDERS.items()],
    )
    parts = HundredthsField(_l("份额（%）"), most=WHOLE)


class TitleForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """Whose a unit is, and how it is registered."""

    investment = SelectField(
        _l("投资类型"),
        choices=[SelectChoice(each.value, said) for each, said in words.INVESTMENTS.items()],
    )
    beneficial_owner = StringField(_l("产权归属"), _NAME)
    registered_owner = StringField(_l("登记的房屋产权人"), _NAME)
    registered_as = SelectField(
        _l("登记在谁名下"),
        choices=[SelectChoice(each.value, said) for each, said in words.REGISTERED.items()],
    )
    holdings = FieldList(FormField(HoldingForm), min_entries=ROWS, max_entries=ROWS)
    legacy_origin = SelectField(
        _l("原廉租住房来源"),
        choices=[
            SelectChoice("", _l("不是原廉租住房")),
            *(SelectChoice(each.value, said) for each, said in words.LEGACY.items()),
        ],
    )
    land_nature = line(_l("用地性质"), 32)
    registration_number = StringField(_l("不动产权证号"), [Length(max=64)])
    registered_on = DayField(_l("登记日期"), render_kw=DAY_HINT)
    annotated = BooleanField(_l("登记簿和权证已注明“公共租赁住房”、产权人和份额"))
    annotation_document = StringField(_l("注记页扫描件编号"), [Length(max=200)])
    document = StringField(_l("依据文件"), _PAPER)

    def facts(self) -> TitleFacts:
        """Return the ownership as it was filled in."""
        legacy = self.legacy_origin.data
        rows = [row.form for row in self.holdings if (row.form.holder.data or "").strip()]
        return TitleFacts(
            investment=InvestmentType(self.investment.data),
            beneficial_owner=self.beneficial_owner.data,
            registered_owner=self.registered_owner.data,
            registered_as=RegisteredAs(self.registered_as.data),
            holdings=[
                Holding(row.holder.data, HolderKind(row.kind.data), row.parts.data or 0)
                for row in rows
            ],
            land_nature=self.land_nature.data,
            document=self.document.data,
            legacy_origin=LegacyOrigin(legacy) if legacy else None,
            registration_number=(self.registration_number.data or "").strip(),
            registered_on=self.registered_on.data,
            annotated=bool(self.annotated.data),
            annotation_document=self.annotation_document.data or "",
        )


class UseForm(FlaskForm):  # type: ignore[misc]
    """What the county lets change, and on which legal basis."""

    origin = SelectField(
        _l("住房性质"),
        choices=[
            SelectChoice(Origin.PUBLIC_RENTAL.value, _l("公共租赁住房")),
            SelectChoice(Origin.LOW_RENT.value, _l("原廉租住房")),
        ],
    )
    programme = SelectField(
        _l("管理体系"),
        choices=[
            SelectChoice(Programme.AFFORDABLE.value, _l("保障性住房")),
            SelectChoice(Programme.TALENT.value, _l("人才住房")),
        ],
    )
    legal_basis = TextAreaField(_l("法律依据"), _TEXT, render_kw={"rows": 2})
    document = StringField(_l("决定文号"), _PAPER)


class FacilityForm(FlaskForm):  # type: ignore[misc]
    """A facility that was planned with a project."""

    name = line(_l("配套设施名称"), 64)
    planned_use = line(_l("规划用途"), 64)
    document = StringField(_l("依据文件"), _PAPER)


class PlannedUseForm(FlaskForm):  # type: ignore[misc]
    """To what the county lets a facility be used, and on which legal basis."""

    planned_use = line(_l("规划用途"), 64)
    legal_basis = TextAreaField(_l("法律依据"), _TEXT, render_kw={"rows": 2})
    document = StringField(_l("决定文号"), _PAPER)


class AnnotateForm(FlaskForm):  # type: ignore[misc]
    """The certificate of a co-owned dwelling and the scan of its notes."""

    registration_number = line(_l("不动产权证号"), 64)
    document = StringField(_l("注记页扫描件编号"), _PAPER)


class OwnerForm(Form):  # type: ignore[misc]
    """Somebody registered with the buyer's part; the buyer in the first line."""

    name = StringField(_l("姓名"), [Length(max=64)])
    identity_number = StringField(_l("证件号码"), [Length(max=32)])
    relation = StringField(_l("与购买人的关系"), [Length(max=32)])
    covered = BooleanField(_l("购买时在廉租住房保障范围内"))


class DwellingForm(FlaskForm):  # type: ignore[misc]
    """A co-owned low-rent dwelling."""

    number = line(_l("编号"), 32)
    address = line(_l("地址"), 256)
    area = HundredthsField(_l("建筑面积（平方米）"), [NEEDED], most=100_000)
    government_parts = HundredthsField(_l("政府产权比例（%）"), [NEEDED], most=WHOLE)
    buyer_parts = HundredthsField(_l("购买人产权比例（%）"), [NEEDED], most=WHOLE)
    bought_on = DayField(_l("购买日期"), [NEEDED], render_kw=DAY_HINT)
    registration_number = StringField(_l("不动产权证号"), [Length(max=64)])
    annotated = BooleanField(_l("登记簿和权证已注明“共有产权廉租住房”和产权比例"))
    annotation_document = StringField(_l("注记页扫描件编号"), [Length(max=200)])
    document = StringField(_l("依据文件"), _PAPER)
    owners = FieldList(FormField(OwnerForm), min_entries=ROWS, max_entries=ROWS)

    def facts(self) -> DwellingFacts:
        """Return the dwelling as it was filled in."""
        return DwellingFacts(
            number=self.number.data,
            address=self.address.data,
            area=cast(int, self.area.data),
            government_parts=cast(int, self.government_parts.data),
            buyer_parts=cast(int, self.buyer_parts.data),
            bought_on=cast(date, self.bought_on.data),
            document=self.document.data,
            registration_number=(self.registration_number.data or "").strip(),
            annotated=bool(self.annotated.data),
            annotation_document=self.annotation_document.data or "",
        )

    def people(self) -> list[Owner]:
        """Return its owners, the buyer first."""
        rows = [row.form for row in self.owners if (row.form.name.data or "").strip()]
        return [
            Owner(
                row.name.data,
                row.identity_number.data or "",
                row.relation.data or "",
                bool(row.covered.data),
            )
            for row in rows
        ]


class WishForm(FlaskForm):  # type: ignore[misc]
    """Why the owners want to transfer, and their paper."""

    reason = TextAreaField(_l("出让原因"), _TEXT, render_kw={"rows": 2})
    document = StringField(_l("申请书编号"), _PAPER)


class SettleForm(FlaskForm):  # type: ignore[misc]
    """Whether the government buys back, at which price, and why."""

    decision = RadioField(
        _l("决定"),
        [InputRequired(_l("请选择。"))],
        choices=[("buy", _l("政府优先回购")), ("waive", _l("放弃回购"))],
    )
    price_fen = HundredthsField(_l("回购价（元）"), most=10**10)
    reasons = TextAreaField(_l("理由"), _TEXT, render_kw={"rows": 2})


class PaperForm(FlaskForm):  # type: ignore[misc]
    """The paper that shows it."""

    document = StringField(_l("凭证编号"), _PAPER)
