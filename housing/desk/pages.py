"""The page that an officer sees first: how much is due, and the ways to the work lists."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from housing.abandonments import queries as abandonments
from housing.clocks import queries as clocks
from housing.clocks.rights import ABOVE_COUNTIES, chosen, scope_of
from housing.confirmations import queries as confirmations
from housing.core.access.actor import Actor
from housing.core.access.permissions import Permission
from housing.desk import counties
from housing.own_stock import queries as own_stock
from housing.policies import queries as policies
from housing.rechecks import queries as rechecks
from housing.rechecks import reports
from housing.rechecks.words import ReportState
from housing.rental_projects import shown as rental_projects
from housing.reviews import work_list
from housing.rounds import queries as rounds
from housing.rounds.deeds import next_acts
from housing.rounds.models import Round
from housing.waitlist import queries as waitlist
from housing.web import guards
from housing.web.acting import reading, signed_in_actor
from housing.web.guards import admits, guard_of
from housing.web.installation import installation

Lists = Sequence[tuple[str, LazyString]]
blueprint = Blueprint("desk", __name__, template_folder="templates")
# What is counted, the most pressing first: own cases, and clocks of the office or the county.
CASES = (("overdue", _l("轮到我办、已经超期")), ("today", _l("轮到我办、今天到期")))
REMINDED = ("reminded", _l("已提醒，快到期的时限"))
CLOCKS = (
    ("overdue", _l("已超期")),
    ("today", _l("今天到期")),
    REMINDED,
    ("", _l("全部在办时限")),
)
WAITING = (
    ("overdue", _l("轮候期已满、还没有保障")),
    ("cap1", _l("一个月内轮候期满")),
    ("rescue", _l("还没有保障的救助对象")),
)
TO_DECIDE = _l("资格复查：部门已答复、待决定")
REPORTED = _l("家庭报告的情况变化，待处理")
UNREACHED = _l("没有答复的轮候家庭，要联系")
COUNTY = (("overdue", _l("全县超期的时限（含部门核查）")),)
# The ways from the desk; each officer sees those whose door is open to them.
WAYS = (
    ("reviews.listing", _l("案件"), _l("受理、调查、审核、公示、登记")),
    ("applications.at_counter", _l("柜台代填"), _l("替到柜台来的人填写申请")),
    ("checks.listing", _l("部门核查"), _l("按时限排列的核查请求，可在页面或表格中答复")),
    ("filings.county", _l("备案"), _l("报市州备案的案件和园区报来的轮候对象")),
    ("filings.park", _l("园区备案"), _l("报县住建部门备案的轮候对象")),
    ("filings.prefecture", _l("收到的备案"), _l("各县报来备案的案件")),
    ("objections.listing", _l("异议"), _l("公示期内收到的异议")),
    ("waitlist.listing", _l("轮候"), _l("轮候顺序、到期提醒、资格复查")),
    ("rechecks.listing", _l("资格复查"), _l("轮候家庭的复查、复审和复核")),
    ("confirmations.listing", _l("意愿确认"), _l("没有答复的轮候家庭，要打电话或上门")),
    ("abandonments.listing", _l("放弃配租"), _l("报告、家庭说明、认定，不再配租的期间")),
    ("units.listing", _l("房源"), _l("项目、房源、状态、空置情况")),
    ("own_stock.listing", _l("单位、园区房源"), _l("优先保障的对象、剩余房源的调剂")),
    ("plans.desk", _l("分配方案"), _l("起草方案、公布八项内容、移出房源")),
    ("registrations_desk.rounds", _l("意向登记"), _l("窗口登记、按表登记、复审和名单")),
    ("offers.listing", _l("配租通知"), _l("待签约、今天到期、逾期、待交钥匙的家庭")),
    ("rounds.desk", _l("分配轮次"), _l("立项、冻结、摇号、分配、公布")),
    ("counties.listing", _l("各县市区"), _l("各县的时限、按时率、入住率和未设定的参数")),
    ("clocks.listing", _l("时限"), _l("每一项时限由谁办、哪天到期")),
    ("letters.listing", _l("文书"), _l("已发出的文书和没有送达的文书")),
    ("units.empty", _l("空置房源"), _l("现在空着的房源，空置最久的在前")),
    ("occupancy.listing", _l("分配入住率"), _l("各项目的入住率和到期日")),
    ("rental_projects.listing", _l("租赁住房项目"), _l("项目认定、房源发布、企业、合同备案")),
    ("values.listing", _l("参数"), _l("现行数值和待核准的调整")),
    ("offices.listing", _l("机构"), _l("街道、部门、园区、用人单位")),
    ("accounts.listing", _l("账号"), _l("开设、停用")),
    ("register.listing", _l("登记簿"), _l("每一项办理的记录和校验")),
)


# Who watches over a county or audits it also needs what everybody can see and check.
CHECKED = (
    ("board.listing", _l("公示和数据包"), _l("每一轮的结果，以及可自行核验的数据包")),
    ("digests.listing", _l("登记簿每日摘要"), _l("登记簿没有被改动过的证明")),
)


@dataclass(frozen=True, slots=True)
class Count:
    """How many cases or clocks a list holds; `more` when they were not all counted."""

    address: str
    words: LazyString
    total: int
    more: bool


@dataclass(frozen=True, slots=True)
class Way:
    """A way from the desk to a list."""

    address: str
    words: LazyString
    meaning: LazyString


@blueprint.get("/desk")
@guards.requires(Permission.SEE_DESK)
def home() -> ResponseReturnValue:
    """Show what is due and what waits for this officer."""
    return render_template("desk/home.html", counts=_counts(), ways=_ways(), turns=_turns())


def _counts() -> list[Count]:
    actor = signed_in_actor()
    return [
        *_deadlines(actor),
        *_waiting(actor),
        *_looked_at_again(actor),
        *_decisions(actor),
        *_amendments(actor),
    ]


def _looked_at_again(actor: Actor) -> list[Count]:
    """Return what is to be done about households that are asked or rechecked while they wait.

    Basis: HN 16 (HN-16-4).
    """
    found: list[tuple[str, LazyString, int]] = []
    with reading() as session:
        if actor.may(Permission.RECHECK_CASE) or actor.may(Permission.DECIDE_CASE):
            address = url_for("rechecks.listing", only="answered")
            wanted = rechecks.Wanted(only="answered")
            found.append((address, TO_DECIDE, rechecks.count(session, actor.place, wanted)))
        if actor.may(Permission.RECHECK_CASE):
            new = reports.count(session, actor.place, ReportState.NEW)
            found.append((url_for("rechecks_changes.listing"), REPORTED, new))
        if actor.may(Permission.CONFIRM_WISH):
            unreached = confirmations.count(session, actor, "unreached")
            found.append((url_for("confirmations.listing"), UNREACHED, unreached))
    return [Count(*each, more=False) for each in found if each[2]]


def _waiting(actor: Actor) -> list[Count]:
    """Return with whom the county is late or soon will be, for those who house or subsidise.

    Basis: HN 16 (HN-16-3), HN 18 (HN-18-2).
    """
    if not (actor.may(Permission.REGISTER_ENTRY) or actor.may(Permission.RECHECK_CASE)):
        return []
    day, most = installation().clock.today(), work_list.MOST_COUNTED
    counts = []
    with reading() as session:
        for only, words in WAITING:
            total = waitlist.count_up_to(session, actor.place, only, day, most)
            address = url_for("waitlist.listing", only=only)
            counts.append(Count(address, words, min(total, most), total > most))
    return counts


def _decisions(actor: Actor) -> list[Count]:
    """Return what only the head of the county can decide: reports of giving up, and surplus.

    Basis: HN 19 (HN-19-3), HN 22 (HN-22-1).
    """
    if not (actor.may(Permission.DECIDE_CASE) and actor.may(Permission.TRANSFER_SURPLUS)):
        return []
    day, place = installation().clock.today(), actor.place
    with reading() as session:
        reported = abandonments.count(session, place, "reported", day)
        surplus = own_stock.to_be_decided(session, place, day)
    counts = []
    if reported:
        most = abandonments.MOST_COUNTED
        address = url_for("abandonments.listing", only="reported")
        counts.append(Count(address, _l("待认定的放弃"), reported, more=reported >= most))
    if surplus:
        words = _l("有剩余房源可以调剂的单位、园区")
        counts.append(Count(url_for("own_stock.listing"), words, surplus, more=False))
    return counts


def _amendments(actor: Actor) -> list[Count]:
    """Return how many changes of standards wait for a second person, for those who make them."""
    if not (actor.may(Permission.PROPOSE_VALUE) or actor.may(Permission.APPROVE_VALUE)):
        return []
    with reading() as session:
        total = len(policies.waiting(session, actor.place))
    return [Count(url_for("values.listing"), _l("待核准的参数调整"), total, more=False)]


def _deadlines(actor: Actor) -> list[Count]:
    if actor.role in ABOVE_COUNTIES:
        with reading() as session:
            total = counties.overdue_in(session, actor, installation().clock.today())
        return [Count(url_for("counties.listing"), _l("各县市区超期的时限"), total, more=False)]
    if not actor.may(Permission.SEE_CASES):
        return _clocks(actor, CLOCKS)
    # An office without e-mail is reminded here, and only here.
    return [*_cases(actor), *_clocks(actor, (REMINDED,)), *_of_county(actor)]


def _cases(actor: Actor) -> list[Count]:
    day, most = installation().clock.today(), work_list.MOST_COUNTED
    counts = []
    with reading() as session:
        for due, words in CASES:
            total = work_list.due_count(session, actor, due, day)
            address = url_for("reviews.listing", due=due)
            counts.append(Count(address, words, min(total, most), total > most))
    return counts


def _of_county(actor: Actor) -> list[Count]:
    """Return what whoever watches over all offices of a county sees beside the own cases."""
    if not actor.may(Permission.SEE_CLOCKS) or scope_of(actor).offices is not None:
        return []
    return _clocks(actor, COUNTY)


def _clocks(actor: Actor, lists: Lists) -> list[Count]:
    if not actor.may(Permission.SEE_CLOCKS):
        return []
    scope, day = scope_of(actor), installation().clock.today()
    counts = []
    with reading() as session:
        for only, words in lists:
            wanted = chosen(scope, actor, day, only, None)
            page = clocks.work_list(session, scope.place, wanted, rows=1)
            address = url_for("clocks.listing", only=only)
            counts.append(Count(address, words, page.total, page.capped))
    return counts


def _ways() -> list[Way]:
    actor = signed_in_actor()
    open_to_them = [
        each for each in WAYS if admits(guard_of(current_app.view_functions[each[0]]), actor)
    ]
    absent = _not_of_here(actor)
    checked = CHECKED if actor.may(Permission.SEE_REGISTER) else ()
    return [
        Way(url_for(endpoint), words, meaning)
        for endpoint, words, meaning in (*open_to_them, *checked)
        if endpoint not in absent
    ]


def _not_of_here(actor: Actor) -> set[str]:
    """Return the ways whose door is open but behind which there is nothing for this desk."""
    absent = set() if actor.role in ABOVE_COUNTIES else {"counties.listing"}
    with reading() as session:
        if not rental_projects.concerns(session, actor.place):
            absent.add("rental_projects.listing")
    return absent


def _turns() -> Sequence[tuple[Round, list[str]]]:
    """Rounds with the acts that this officer may do now."""
    actor = signed_in_actor()
    if not actor.may(Permission.SEE_ROUNDS):
        return []
    with reading() as session:
        found = rounds.rounds_of(session, actor.place)
    turns = [
        (
            each,
            [str(deed.act) for deed in next_acts(each, actor) if deed.may and deed.act != "annul"],
        )
        for each in found
    ]
    return [(each, acts) for each, acts in turns if acts]
