"""Forms of the money of sales: expenses of the account, units' purchases, construction money."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from housing.sales import forms, page_words
from housing.sales.purchasing import COLLECTIVE
from housing.web.typed_fields import DAY_HINT, NEEDED, DayField, line


class UseForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """What money is asked for."""

    purpose = SelectField(_l("用途"), choices=forms.choices(page_words.PURPOSES))
    amount = forms.money(_l("金额（元）"))
    payee = line(_l("收款单位"), 128)
    note = TextAreaField(
        _l("说明（用于其他方面的必须填写）"), [Optional(), Length(max=2000)], render_kw={"rows": 2}
    )
    document = StringField(_l("用款依据"), forms.SHORT)


class PurchaseForm(FlaskForm):  # type: ignore[misc]
    """A unit that buys for its staff."""

    buyer = line(_l("购买单位"), 128)
    credit_code = line(_l("统一社会信用代码"), 32)
    category = SelectField(
        _l("购买对象类别"),
        choices=forms.choices({k: page_words.CATEGORIES[k] for k in COLLECTIVE}),
    )
    dwellings = TextAreaField(
        _l("住房和居住人（一行一套：房源编号 居住人 证件号码 无房证明）"),
        forms.LONG,
        render_kw={"rows": 5},
    )
    document = StringField(_l("单位申请文件"), forms.SHORT)
    undertaking = StringField(_l("单位书面承诺"), forms.SHORT)


class SettleForm(FlaskForm):  # type: ignore[misc]
    """The one sum of a unit."""

    amount = forms.money(_l("结算金额（元）"))
    on = DayField(_l("到账日期"), [NEEDED], render_kw=DAY_HINT)
    reference = line(_l("银行流水号"), 40)


class SubsidyForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """Construction money of one level in one project."""

    project_code = line(_l("项目编号"), 32)
    level = SelectField(_l("资金层级"), choices=forms.choices(page_words.LEVELS))
    amount = forms.money(_l("补助资金（元）"))
    document = StringField(_l("拨款文件"), forms.SHORT)
