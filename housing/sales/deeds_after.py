"""The acts on a sold dwelling as its page offers them."""

from flask_babel import lazy_gettext as _l

from housing.core.access.permissions import Permission
from housing.core.work import Work
from housing.sales import forms, service
from housing.sales.people import Person
from housing.sales.words import MisuseKind, Trade
from housing.web.deeds import Deed

P = Permission


def _occupant(work: Work, form: forms.OccupantForm, sale_id: int) -> object:
    person = Person(form.name.data, form.identity.data, "职工", no_dwelling=form.no_dwelling.data)
    return service.change_occupant(work, sale_id, person)


DEEDS_AFTER = (
    Deed(
        "inspect",
        P.SELL_UNITS,
        forms.InspectForm,
        lambda work, form, sale_id: service.inspect(
            work,
            sale_id,
            on=form.on.data,
            words=form.words.data,
            document=form.document.data or "",
        ),
        _l("已记录检查。"),
        _l("记录自住检查"),
    ),
    Deed(
        "declare",
        P.SELL_UNITS,
        forms.WordsForm,
        lambda work, form, sale_id: service.declare(
            work, sale_id, words=form.words.data, document=form.document.data or ""
        ),
        _l("已记录声明。"),
        _l("单位年度声明"),
    ),
    Deed(
        "occupant",
        P.SELL_UNITS,
        forms.OccupantForm,
        _occupant,
        _l("已变更居住人。"),
        _l("变更居住人"),
        _l("只能是本单位无房职工。"),
    ),
    Deed(
        "attempt",
        P.SELL_UNITS,
        forms.AttemptForm,
        lambda work, form, sale_id: service.note_attempt(
            work, sale_id, Trade(form.trade.data), words=form.words.data
        ),
        _l("已记录。"),
        _l("记录限制期内的交易企图"),
    ),
    Deed(
        "intent",
        P.SELL_UNITS,
        forms.DocumentForm,
        lambda work, form, sale_id: service.offer_back(work, sale_id, document=form.document.data),
        _l("已受理申报，请在期限内答复是否回购。"),
        _l("产权人申报拟上市交易"),
    ),
    Deed(
        "buy_back",
        P.DECIDE_SALE,
        forms.DocumentForm,
        lambda work, form, sale_id: service.buy_back(work, sale_id, document=form.document.data),
        _l("已回购，房源收回。"),
        _l("按原出售价格回购"),
    ),
    Deed(
        "waive",
        P.DECIDE_SALE,
        forms.DocumentForm,
        lambda work, form, sale_id: service.waive(work, sale_id, document=form.document.data),
        _l("已答复不予回购。"),
        _l("不予回购"),
    ),
    Deed(
        "resell",
        P.SELL_UNITS,
        forms.ResellForm,
        lambda work, form, sale_id: service.resell(
            work,
            sale_id,
            market_fen=form.market.data,
            buyer=form.buyer.data,
            document=form.document.data,
        ),
        _l("已结算，记录结束。"),
        _l("上市交易结算"),
    ),
    Deed(
        "order",
        P.SELL_UNITS,
        forms.OrderForm,
        lambda work, form, sale_id: service.order(
            work,
            sale_id,
            MisuseKind(form.kind.data),
            finding=form.finding.data,
            document=form.document.data,
        ),
        _l("已责令改正，通知书已发出。"),
        _l("责令改正"),
        is_grave=True,
    ),
    Deed(
        "visit",
        P.SELL_UNITS,
        forms.VisitForm,
        lambda work, form, sale_id: service.visit(
            work, sale_id, corrected=form.corrected.data == "yes", words=form.words.data
        ),
        _l("已记录复查。"),
        _l("复查改正情况"),
    ),
    Deed(
        "cancel",
        P.DECIDE_SALE,
        forms.ReasonForm,
        lambda work, form, sale_id: service.cancel(work, sale_id, reasons=form.reason.data),
        _l("已取消资格并责令退出，决定书已发出。"),
        _l("取消资格并责令退出"),
        is_grave=True,
    ),
    Deed(
        "take_back",
        P.DECIDE_SALE,
        forms.TakeBackForm,
        lambda work, form, sale_id: service.take_back(
            work,
            sale_id,
            left_on=form.left_on.data,
            taxes_fen=form.taxes.data,
            mortgage_fen=form.mortgage.data or 0,
            document=form.document.data,
        ),
        _l("住房已收回，结算单已发出。"),
        _l("收回住房并结算退款"),
        is_grave=True,
    ),
)
