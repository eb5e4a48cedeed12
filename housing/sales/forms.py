"""Forms of sales: the application, and one for each act on a sale."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from housing.sales import listings
from housing.sales.page_words import BASES, CATEGORIES, MISUSES, SOURCES, STEPS, TRADES
from housing.sales.words import PriceBasis
from housing.web.acting import reading, signed_in_actor
from housing.web.typed_fields import DAY_HINT, NEEDED, DayField, HundredthsField, line

SHORT, LONG = [NEEDED, Length(max=200)], [NEEDED, Length(max=2000)]
MOST_FEN = 10**12


def choices(words: Mapping[Any, Any]) -> list[SelectChoice]:
    """Return the choices of a closed list of words."""
    return [SelectChoice(kind.value, said) for kind, said in words.items()]


def money(label: object) -> HundredthsField:
    """Return a field for an amount in yuan."""
    return HundredthsField(label, [NEEDED], most=MOST_FEN)


class ApplyForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """The application at the counter."""

    unit_code = line(_l("房源编号"), 64)
    category = SelectField(_l("购买对象类别"), choices=choices(CATEGORIES))
    people = TextAreaField(
        _l("申购人和家庭成员（一行一人：姓名 证件号码 与申购人关系）"), LONG, render_kw={"rows": 4}
    )
    employer = StringField(_l("工作单位"), [Optional(), Length(max=128)])
    phone = StringField(_l("手机"), [Optional(), Length(max=20)])
    form = StringField(_l("已签字的申请审核表"), SHORT)
    undertaking = StringField(_l("已签字的书面承诺（自愿购买、自住、五年内不上市）"), SHORT)


class OwnApplyForm(FlaskForm):  # type: ignore[misc]
    """The application of a tenant for the dwelling that they live in."""

    category = SelectField(_l("购买对象类别"), choices=choices(CATEGORIES))
    employer = StringField(_l("工作单位"), [Optional(), Length(max=128)])
    phone = StringField(_l("手机"), [Optional(), Length(max=20)])
    agreed = SelectField(
        _l("我自愿购买，没有受到强迫，并作出上述承诺"),
        [NEEDED],
        choices=[SelectChoice("", _l("请选择")), SelectChoice("yes", _l("是，我承诺"))],
    )


class NoFieldsForm(FlaskForm):  # type: ignore[misc]
    """An act that asks for nothing more."""


class DocumentForm(FlaskForm):  # type: ignore[misc]
    """The paper that an act rests on."""

    document = StringField(_l("文件或者凭证"), SHORT)


class ReasonForm(FlaskForm):  # type: ignore[misc]
    """Why."""

    reason = TextAreaField(_l("理由（一行一条）"), LONG, render_kw={"rows": 3})


class ReasonedForm(ReasonForm):
    """Why, and on which paper."""

    document = StringField(_l("文件"), SHORT)


class QualifyForm(FlaskForm):  # type: ignore[misc]
    """What shows each condition, in the order of the list on the page."""

    evidence = TextAreaField(
        _l("各项条件的证明（一行一项，按上面的次序）"), LONG, render_kw={"rows": 4}
    )
    form = StringField(
        _l("已签字的申请审核表（网上申请的必须补交）"), [Optional(), Length(max=200)]
    )


class PriceForm(FlaskForm):  # type: ignore[misc]
    """Which approved price."""

    price_id = SelectField(_l("已审定的价格"), [NEEDED], coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        with reading() as session:
            held = listings.prices(session, signed_in_actor().place)
        self.price_id.choices = [
            SelectChoice(
                each.id,
                f"{each.project_code} {each.structure} {BASES[each.basis]}"
                f" {each.fen_per_m2 / 100:.2f}",
            )
            for each in held
            if each.price_on and each.housing_on
        ]


class SignForm(FlaskForm):  # type: ignore[misc]
    """The signed contract, and the loan that it names."""

    document = line(_l("合同编号"), 64)
    code = line(_l("校验码（印在合同末尾）"), 64)
    loan = HundredthsField(_l("购房贷款（元）"), [Optional()], most=MOST_FEN)
    lender = StringField(_l("贷款机构"), [Optional(), Length(max=128)])


class ReceiveForm(FlaskForm):  # type: ignore[misc]
    """Money that arrived."""

    fen = money(_l("金额（元）"))
    on = DayField(_l("到账日期"), [NEEDED], render_kw=DAY_HINT)
    source = SelectField(_l("资金来源"), choices=choices(SOURCES))
    reference = line(_l("银行流水号"), 64)


class ReceiptForm(FlaskForm):  # type: ignore[misc]
    """The receipt, and the entry that writes the asset off."""

    number = line(_l("非税收入专用票据号码"), 64)
    written_off = StringField(_l("资产核销凭证"), SHORT)


class StepForm(FlaskForm):  # type: ignore[misc]
    """A step of the transaction."""

    step = SelectField(_l("手续"), choices=choices(STEPS))
    on = DayField(_l("办理日期"), [NEEDED], render_kw=DAY_HINT)
    document = StringField(_l("凭证"), SHORT)


class RegisterForm(FlaskForm):  # type: ignore[misc]
    """The certificate, with what the registry noted."""

    certificate = line(_l("不动产权证号"), 64)
    registered_on = DayField(_l("登记日期"), [NEEDED], render_kw=DAY_HINT)
    housing_nature = line(_l("证上注明的住房性质"), 64)
    land_nature = line(_l("证上注明的土地性质"), 64)


class ResellForm(FlaskForm):  # type: ignore[misc]
    """The price of a resale, to whom, and the receipt of the government's share."""

    market = money(_l("成交价（元）"))
    buyer = line(_l("受让人"), 128)
    document = StringField(_l("缴款票据"), SHORT)


class OrderForm(FlaskForm):  # type: ignore[misc]
    """What was found."""

    kind = SelectField(_l("违反的规定"), choices=choices(MISUSES))
    finding = TextAreaField(_l("查实的情况"), LONG, render_kw={"rows": 3})
    document = StringField(_l("证据"), SHORT)


class VisitForm(FlaskForm):  # type: ignore[misc]
    """What a second visit saw."""

    corrected = SelectField(
        _l("是否已改正"),
        [NEEDED],
        choices=[SelectChoice("yes", _l("已改正")), SelectChoice("no", _l("拒不改正"))],
    )
    words = TextAreaField(_l("复查情况"), LONG, render_kw={"rows": 3})


class TakeBackForm(FlaskForm):  # type: ignore[misc]
    """The day of leaving, and the amounts that only papers tell."""

    left_on = DayField(_l("退出日期"), [NEEDED], render_kw=DAY_HINT)
    taxes = money(_l("转移登记税费（元）"))
    mortgage = HundredthsField(_l("购房贷款余额（元）"), [Optional()], most=MOST_FEN)
    document = StringField(_l("收回和结算文书"), SHORT)


class InspectForm(FlaskForm):  # type: ignore[misc]
    """A visit."""

    on = DayField(_l("检查日期"), [NEEDED], render_kw=DAY_HINT)
    words = TextAreaField(_l("检查情况"), LONG, render_kw={"rows": 3})
    document = StringField(_l("记录或者照片编号"), [Optional(), Length(max=200)])


class WordsForm(FlaskForm):  # type: ignore[misc]
    """What somebody says, and a paper if there is one."""

    words = TextAreaField(_l("内容"), LONG, render_kw={"rows": 3})
    document = StringField(_l("文件编号"), [Optional(), Length(max=200)])


class AttemptForm(FlaskForm):  # type: ignore[misc]
    """An attempt to trade."""

    trade = SelectField(_l("交易"), choices=choices(TRADES))
    words = TextAreaField(_l("经过"), LONG, render_kw={"rows": 3})


class OccupantForm(FlaskForm):  # type: ignore[misc]
    """Who of a unit's staff lives there now."""

    name = line(_l("姓名"), 64)
    identity = line(_l("证件号码"), 32)
    no_dwelling = StringField(_l("无房证明"), SHORT)


class BatchForm(FlaskForm):  # type: ignore[misc]
    """A list of dwellings, and the papers that their investment asks for."""

    title = line(_l("批次名称"), 128)
    codes = TextAreaField(_l("房源编号（一行一套）"), LONG, render_kw={"rows": 5})
    policy = StringField(_l("参照的经济适用住房政策文件"), [Optional(), Length(max=200)])
    government = StringField(_l("同级人民政府批准文件"), [Optional(), Length(max=200)])
    disposal = StringField(_l("国有资产处置记录"), [Optional(), Length(max=200)])


class ApproveBatchForm(FlaskForm):  # type: ignore[misc]
    """Who released the list, and an exception above the county's share."""

    department = line(_l("批准部门"), 128)
    document = StringField(_l("批准文号"), SHORT)
    extra_units = IntegerField(_l("例外决定增加的套数"), [Optional()])
    exception = StringField(_l("例外决定文号"), [Optional(), Length(max=200)])


class AppraisalForm(FlaskForm):  # type: ignore[misc]
    """The appraisal of ordinary housing there."""

    project_code = line(_l("项目编号"), 32)
    structure = StringField(_l("户型（不分户型的不填）"), [Optional(), Length(max=64)])
    appraiser = line(_l("评估机构"), 128)
    comparable = TextAreaField(_l("比照的普通商品房（地段、结构）"), LONG, render_kw={"rows": 2})
    appraisal = money(_l("评估单价（元/平方米）"))
    valued_on = DayField(_l("评估日期"), [NEEDED], render_kw=DAY_HINT)
    document = StringField(_l("评估报告编号"), SHORT)


class OtherPriceForm(FlaskForm):  # type: ignore[misc]
    """A price that rests on a cost certificate, a policy or a disposal."""

    project_code = line(_l("项目编号"), 32)
    structure = StringField(_l("户型（不分户型的不填）"), [Optional(), Length(max=64)])
    basis = SelectField(
        _l("价格依据"),
        choices=choices({k: v for k, v in BASES.items() if k is not PriceBasis.APPRAISAL}),
    )
    price = money(_l("单价（元/平方米）"))
    valued_on = DayField(_l("核定日期"), [NEEDED], render_kw=DAY_HINT)
    document = StringField(_l("依据文件"), SHORT)
