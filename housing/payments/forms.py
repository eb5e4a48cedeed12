"""Forms of payments: what each act asks."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileAllowed, FileField, FileRequired
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from housing.payments.layouts import layouts
from housing.payments.page_words import CERTIFICATES, CHANNELS, SOURCES
from housing.payments.words import Channel, RefundSource
from housing.web.typed_fields import HundredthsField, MonthField

_NEEDED = InputRequired(_l("此项必须填写。"))
_PAPER = [_NEEDED, Length(max=200)]
_REASON = [_NEEDED, Length(max=500)]
_DIGITS = {"inputmode": "numeric"}
MOST = 1_000_000_000
DEPOSIT = "deposit"
PURPOSES = (("", _l("租金等")), (DEPOSIT, _l("履约保证金")))
COUNTER = (Channel.CASH, Channel.CARD, Channel.PROVIDENT_FUND, Channel.BANK)


class TokenForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """Nothing but the token."""


class SheetForm(FlaskForm):  # type: ignore[misc]
    """A sheet of one of the county's bank accounts."""

    account = SelectField(_l("收款账户"), coerce=int)
    file = FileField(
        _l("银行流水文件"),
        [
            FileRequired(_l("请选择文件。")),
            FileAllowed(("csv", "xlsx", "xls"), _l("只能上传 .csv、.xlsx 或 .xls 文件。")),
        ],
        render_kw={"accept": ".csv,.xlsx,.xls"},
    )


class AccountForm(FlaskForm):  # type: ignore[misc]
    """An account that rent is paid into."""

    bank = StringField(_l("开户银行"), [_NEEDED, Length(max=128)])
    holder = StringField(_l("户名"), [_NEEDED, Length(max=128)])
    number = StringField(_l("账号"), [_NEEDED, Length(max=48)], render_kw=_DIGITS)
    layout = SelectField(
        _l("流水格式"), choices=lambda: [(each.name, each.title) for each in layouts().values()]
    )
    owner = StringField(_l("产权人（财政专户不填）"), [Length(max=128)])


class MatchForm(FlaskForm):  # type: ignore[misc]
    """The lease that a line belongs to."""

    number = StringField(_l("租赁合同编号"), [_NEEDED, Length(max=32)])
    purpose = SelectField(_l("款项"), choices=PURPOSES, validate_choice=False)
    note = StringField(_l("说明"), [Length(max=200)])


class ClearForm(FlaskForm):  # type: ignore[misc]
    """Which money on its way a line is."""

    channel = SelectField(
        _l("是哪种收款的到账"), choices=[(each.value, CHANNELS[each]) for each in COUNTER]
    )
    note = StringField(_l("对应哪些收款"), _PAPER)


class ReasonForm(FlaskForm):  # type: ignore[misc]
    """Why, and on which paper."""

    reason = TextAreaField(_l("原因"), _REASON, render_kw={"rows": 2})
    document = StringField(_l("依据文件"), [Length(max=200)])


class ReverseForm(ReasonForm):
    """Which receipt is undone, why, and on which paper."""

    receipt = StringField(_l("收据编号"), [_NEEDED, Length(max=32)])


class ReceiveForm(FlaskForm):  # type: ignore[misc]
    """A payment at the counter."""

    amount = HundredthsField(_l("金额（元）"), [_NEEDED], most=MOST)
    channel = SelectField(_l("方式"), choices=[(each.value, CHANNELS[each]) for each in COUNTER])
    on = DateField(_l("收款日期"), [_NEEDED])
    reference = StringField(_l("凭证号"), [_NEEDED, Length(max=96)])
    payer = StringField(_l("缴款人（本人缴纳不填）"), [Length(max=64)])
    purpose = SelectField(_l("款项"), choices=PURPOSES, validate_choice=False)


class VirtualForm(FlaskForm):  # type: ignore[misc]
    """An account number of the lease's own."""

    number = StringField(_l("专属账号"), [_NEEDED, Length(max=40)], render_kw=_DIGITS)


class PayToForm(FlaskForm):  # type: ignore[misc]
    """Whom money is paid back to, why, and on which paper."""

    payee = StringField(_l("收款人"), [_NEEDED, Length(max=64)])
    bank = StringField(_l("开户银行"), [_NEEDED, Length(max=128)])
    account = StringField(_l("收款账号"), [_NEEDED, Length(max=48)], render_kw=_DIGITS)
    reason = TextAreaField(_l("退款原因"), _REASON, render_kw={"rows": 2})
    document = StringField(_l("依据文件"), _PAPER)


class RefundForm(PayToForm):
    """Out of what, and how much."""

    source = SelectField(
        _l("退款来源"),
        choices=[
            (each.value, SOURCES[each]) for each in (RefundSource.PREPAID, RefundSource.SETTLEMENT)
        ],
    )
    amount = HundredthsField(_l("退款金额（元）"), [_NEEDED], most=MOST)


class DecideForm(FlaskForm):  # type: ignore[misc]
    """Why it is decided so."""

    reason = TextAreaField(_l("审定意见"), _REASON, render_kw={"rows": 2})


class PaidForm(FlaskForm):  # type: ignore[misc]
    """When it was paid, and the bank's paper."""

    on = DateField(_l("付款日期"), [_NEEDED])
    document = StringField(_l("银行回单编号"), _PAPER)


class CertifyForm(FlaskForm):  # type: ignore[misc]
    """Which certificate."""

    kind = SelectField(
        _l("证明"), choices=[(kind.value, words) for kind, words in CERTIFICATES.items()]
    )
    platform_number = StringField(_l("交易平台房源编号（平台证明填写）"), [Length(max=64)])


class AgreeForm(FlaskForm):  # type: ignore[misc]
    """A tenant's consent that the fund pays every month."""

    holder = StringField(_l("缴存人"), [_NEEDED, Length(max=64)])
    account = StringField(_l("公积金账号"), [_NEEDED, Length(max=40)])
    most = HundredthsField(_l("每月最多（元）"), [_NEEDED], most=MOST)
    from_month = MonthField(_l("从哪个月起"), [_NEEDED])
    document = StringField(_l("授权书编号"), _PAPER)


class EndForm(FlaskForm):  # type: ignore[misc]
    """Why a consent ends."""

    reason = StringField(_l("终止的原因"), _REASON)


class MonthForm(FlaskForm):  # type: ignore[misc]
    """A month."""

    month = MonthField(_l("月份"), [_NEEDED])


class SettleForm(FlaskForm):  # type: ignore[misc]
    """What the fund has transferred; lines that came short are typed one a line."""

    on = DateField(_l("划转日期"), [_NEEDED])
    short = TextAreaField(
        _l("未足额的行（每行：行号 实划金额）"),
        [Length(max=5000)],
        render_kw={"rows": 3, "placeholder": "12 0.00"},
    )
    answer = StringField(_l("回执编号"), _PAPER)
