"""Every act on one sale as its page offers it, and in which states."""

from flask_babel import lazy_gettext as _l

from housing.core.access.permissions import Permission
from housing.core.work import Work
from housing.sales import forms, queries, service
from housing.sales.deeds_after import DEEDS_AFTER
from housing.sales.moving import given
from housing.sales.qualifying import conditions_of
from housing.sales.states import HELD, SaleState
from housing.sales.words import MoneySource, Step
from housing.web.deeds import Deed

P, S = Permission, SaleState
UNSIGNED = (S.APPLIED, S.QUALIFIED, S.PRICED)
UNREGISTERED = (S.CONTRACTED, S.PAID, S.RECEIPTED)


def _qualify(work: Work, form: forms.QualifyForm, sale_id: int) -> object:
    """Each line shows the condition at its place in the list; a line too few shows none."""
    sale = queries.get(work.session, work.place, sale_id)
    lines = [
        line.strip() for line in given(form.evidence.data, "证明 / evidence", most=2000).split("\n")
    ]
    shown = dict(zip(conditions_of(work.session, sale), lines, strict=False))
    return service.qualify(work, sale_id, shown, form=form.form.data or "")


#: In which states the page offers an act.
WHEN: dict[str, tuple[SaleState, ...]] = {
    "qualify": (S.APPLIED,),
    "refuse": (S.APPLIED,),
    "withdraw": UNSIGNED,
    "price": (S.QUALIFIED,),
    "sign": (S.PRICED,),
    "receive": (S.CONTRACTED,),
    "rescind": (S.CONTRACTED,),
    "mortgage": UNREGISTERED,
    "fund": UNREGISTERED,
    "step": UNREGISTERED,
    "receipt": (S.PAID,),
    "register": (S.RECEIPTED,),
    "inspect": (*HELD, S.CORRECTING),
    "declare": (*HELD, S.CORRECTING),
    "occupant": HELD,
    "attempt": (S.LOCKED,),
    "intent": (S.TRADABLE,),
    "buy_back": (S.OFFERED_BACK,),
    "waive": (S.OFFERED_BACK,),
    "resell": (S.WAIVED,),
    "order": HELD,
    "visit": (S.CORRECTING,),
    "cancel": (S.CORRECTING,),
    "take_back": (S.CANCELLED,),
}
#: Only where a unit bought the dwelling.
OF_UNITS = ("declare", "occupant")

DEEDS_BEFORE = (
    Deed(
        "qualify",
        P.SELL_UNITS,
        forms.QualifyForm,
        _qualify,
        _l("已审定为符合条件，通知书已发出。"),
        _l("审定为符合条件"),
        _l("由受理人以外的另一人审定。"),
    ),
    Deed(
        "refuse",
        P.SELL_UNITS,
        forms.ReasonForm,
        lambda work, form, sale_id: service.refuse(work, sale_id, reasons=form.reason.data),
        _l("已审定为不符合条件，通知书已发出。"),
        _l("审定为不符合条件"),
        is_grave=True,
    ),
    Deed(
        "withdraw",
        P.SELL_UNITS,
        forms.ReasonForm,
        lambda work, form, sale_id: service.withdraw(work, sale_id, reason=form.reason.data),
        _l("申请已撤回。"),
        _l("撤回申请"),
        _l("签约之前随时可以撤回，不影响承租、租金和轮候。"),
    ),
    Deed(
        "price",
        P.SELL_UNITS,
        forms.PriceForm,
        lambda work, form, sale_id: service.set_price(work, sale_id, form.price_id.data),
        _l("已确定价款，告知书已发出，冷静期开始。"),
        _l("确定价款"),
        _l("只能使用物价和住房保障部门共同审定的价格。"),
    ),
    Deed(
        "sign",
        P.SELL_UNITS,
        forms.SignForm,
        lambda work, form, sale_id: service.sign(
            work,
            sale_id,
            document=form.document.data,
            code=form.code.data,
            loan_fen=form.loan.data or 0,
            lender=form.lender.data or "",
        ),
        _l("已签约。"),
        _l("已签订出售合同"),
        _l("冷静期满后才能签约；签约后房源转为已出售，原租赁合同终止。"),
    ),
    Deed(
        "receive",
        P.SELL_UNITS,
        forms.ReceiveForm,
        lambda work, form, sale_id: service.receive(
            work,
            sale_id,
            form.fen.data,
            on=form.on.data,
            source=MoneySource(form.source.data),
            reference=form.reference.data,
        ),
        _l("已入账。"),
        _l("录入到账款"),
        _l("自有资金和贷款合计达到全部价款，才算付清。"),
    ),
    Deed(
        "rescind",
        P.DECIDE_SALE,
        forms.ReasonedForm,
        lambda work, form, sale_id: service.rescind(
            work, sale_id, reason=form.reason.data, document=form.document.data
        ),
        _l("合同已解除，已付款退回。"),
        _l("解除合同"),
        is_grave=True,
    ),
    Deed(
        "mortgage",
        P.SELL_UNITS,
        forms.DocumentForm,
        lambda work, form, sale_id: service.record_mortgage(
            work, sale_id, document=form.document.data
        ),
        _l("已记录抵押。"),
        _l("记录购房贷款抵押"),
        _l("限制期内只允许购房贷款的抵押，登记之前记录。"),
    ),
    Deed(
        "fund",
        P.SELL_UNITS,
        forms.DocumentForm,
        lambda work, form, sale_id: service.pay_fund(work, sale_id, document=form.document.data),
        _l("已记录维修资金。"),
        _l("已缴存专项维修资金"),
    ),
    Deed(
        "step",
        P.SELL_UNITS,
        forms.StepForm,
        lambda work, form, sale_id: service.do_step(
            work,
            sale_id,
            Step(form.step.data),
            on=form.on.data,
            document=form.document.data,
        ),
        _l("已记录。"),
        _l("办理交易手续"),
    ),
    Deed(
        "receipt",
        P.SELL_UNITS,
        forms.ReceiptForm,
        lambda work, form, sale_id: service.issue_receipt(
            work, sale_id, number=form.number.data, written_off=form.written_off.data
        ),
        _l("已开票并结算。"),
        _l("开具非税收入票据并结算"),
    ),
    Deed(
        "register",
        P.SELL_UNITS,
        forms.RegisterForm,
        lambda work, form, sale_id: service.register(
            work,
            sale_id,
            certificate=form.certificate.data,
            registered_on=form.registered_on.data,
            housing_nature=form.housing_nature.data,
            land_nature=form.land_nature.data,
        ),
        _l("已登记，上市限制告知书已发出。"),
        _l("已办理不动产登记"),
    ),
)
DEEDS = (*DEEDS_BEFORE, *DEEDS_AFTER)
