"""The acts an officer does on a round from its page: what each asks, warns of, and calls."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from housing.core.access.actor import Actor
from housing.core.access.permissions import Permission, Role
from housing.core.access.rights import PERMISSIONS
from housing.core.errors import BadInput
from housing.core.work import Work
from housing.rounds import service
from housing.rounds.conditions import must_be_filed
from housing.rounds.forms import (
    AnnulForm,
    ConfirmForm,
    DocumentForm,
    PassForm,
    ReturnForm,
    SendForm,
)
from housing.rounds.models import Round
from housing.rounds.rights import RIGHT_FOR
from housing.rounds.states import ROUND, RoundAct

#: Acts that have a page: those of other features join as they are given theirs (`pages.add_act`).
OFFERED: set[RoundAct] = {RoundAct.ENTER_SEED}


@dataclass(frozen=True, slots=True)
class Deed:
    """One act: its form, what it calls, and what the officer should know before doing it."""

    act: RoundAct
    form: type[FlaskForm]
    perform: Callable[[Work, int, FlaskForm], object]
    advice: tuple[LazyString, ...]
    is_grave: bool = False


@dataclass(frozen=True, slots=True)
class Next:
    """An act that a round waits for: who may do it, and whether this person may."""

    act: RoundAct
    permission: Permission
    roles: tuple[Role, ...]
    may: bool
    barred: bool


def next_acts(round_: Round, actor: Actor) -> list[Next]:
    """Return the acts that fit the state of `round_`, annulment last."""
    acts = [act for act in ROUND.acts_from(round_.state) if act in OFFERED]
    return [_next(round_, act, actor) for act in acts if _is_for(round_, act)]


def _is_for(round_: Round, act: RoundAct) -> bool:
    """An owner's round is filed before anything is given out; nobody else's is filed."""
    if act is RoundAct.SEND_FOR_FILING:
        return must_be_filed(round_)
    if act in (RoundAct.ALLOCATE, RoundAct.OPEN_PICKING):
        return not must_be_filed(round_)
    return True


def _next(round_: Round, act: RoundAct, actor: Actor) -> Next:
    permission = RIGHT_FOR[act]
    barred = actor.name in _had_other_part(round_, act)
    return Next(
        act=act,
        permission=permission,
        roles=tuple(role for role in Role if permission in PERMISSIONS[role]),
        may=actor.may(permission) and not barred,
        barred=barred,
    )


def _had_other_part(round_: Round, act: RoundAct) -> set[str | None]:
    """Who had another part in this round: freezing, seed and publishing need three people."""
    if act is RoundAct.ENTER_SEED:
        return {round_.frozen_by}
    if act is RoundAct.PUBLISH:
        return {round_.frozen_by, round_.seed_by}
    return set()


def _adopt(work: Work, round_id: int, form: FlaskForm) -> object:
    return service.adopt_roll(work, round_id, document=form.document.data)


def _annul(work: Work, round_id: int, form: FlaskForm) -> object:
    code = service.get(work.session, round_id).code
    if form.code.data.strip() != code:
        raise BadInput(
            f"本轮编号：输入的是“{form.code.data}”，应为“{code}”"
            f" / code of the round: {form.code.data!r} is not {code}"
        )
    return service.annul(work, round_id, reason=form.reason.data, document=form.document.data)


DEEDS = (
    Deed(
        RoundAct.PUBLISH_PLAN,
        ConfirmForm,
        lambda work, round_id, _form: service.publish_plan(work, round_id),
        (
            _l("方案的各项内容向社会公布，方案中的房源由本轮占用。"),
            _l("公布后方案不能改；公布期满才能开始意向登记。起草的人不能公布。"),
        ),
        is_grave=True,
    ),
    Deed(
        RoundAct.OPEN_REGISTRATION,
        ConfirmForm,
        lambda work, round_id, _form: service.open_registration(work, round_id),
        (_l("轮候家庭从方案公布的日期起登记意向，截止前可以修改、撤回。"),),
    ),
    Deed(
        RoundAct.CLOSE_REGISTRATION,
        ConfirmForm,
        lambda work, round_id, _form: service.close_registration(work, round_id),
        (
            _l("登记的家庭进入本轮并开始复审，同时请各部门核查。"),
            _l("复审期限从截止次日起算，全部有结论后才能冻结名册。"),
        ),
    ),
    Deed(
        RoundAct.ADOPT_ROLL,
        DocumentForm,
        _adopt,
        (
            _l("已导入的家庭和房源作为复审通过的名册进入本轮。"),
            _l("请填写复审结论的文号；没有文号不能继续。"),
        ),
    ),
    Deed(
        RoundAct.FREEZE,
        ConfirmForm,
        lambda work, round_id, _form: service.freeze(work, round_id),
        (
            _l("冻结后，名册、得分、意向和房源都不能再改，数据库也会拒绝改动。"),
            _l("冻结的人不能再录入种子，也不能公布结果。"),
        ),
        is_grave=True,
    ),
    Deed(
        RoundAct.MAKE_ORDER,
        ConfirmForm,
        lambda work, round_id, _form: service.make_order(work, round_id),
        (_l("按层级、得分、受理日期和摇号生成全部家庭的次序。"),),
    ),
    Deed(
        RoundAct.PUBLISH_ORDER,
        ConfirmForm,
        lambda work, round_id, _form: service.publish_order(work, round_id),
        (_l("排序从今天起在网上公示，公示期满且没有成立的异议才能分配。"),),
    ),
    Deed(
        RoundAct.SEND_FOR_FILING,
        SendForm,
        lambda work, round_id, form: service.send_for_filing(
            work, round_id, document=form.document.data
        ),
        (
            _l("方案、拟分配入住对象和租金一并报县级备案审查。"),
            _l("审查通过后才能分配；报送的人不能审查。"),
        ),
    ),
    Deed(
        RoundAct.PASS_FILING,
        PassForm,
        lambda work, round_id, form: service.pass_filing(
            work, round_id, reasons=form.reasons.data or ""
        ),
        (_l("请核对拟分配对象是否符合条件、有无重复享受，租金是否合规。通过后即可分配。"),),
    ),
    Deed(
        RoundAct.RETURN_FILING,
        ReturnForm,
        lambda work, round_id, form: service.return_filing(
            work, round_id, reasons=form.reasons.data
        ),
        (_l("退回后由报送单位改正，重新报送。"),),
    ),
    Deed(
        RoundAct.ALLOCATE,
        ConfirmForm,
        lambda work, round_id, _form: service.allocate(work, round_id),
        (
            _l("公示期已满、没有成立的异议时才能分配。"),
            _l("三千户约需几秒钟，请等待页面返回。"),
        ),
    ),
    Deed(
        RoundAct.CHECK,
        ConfirmForm,
        lambda work, round_id, _form: service.check(work, round_id),
        (_l("另一套程序不看求解过程，只按冻结的名册和证明表复算；不一致就不能公布。"),),
    ),
    Deed(
        RoundAct.ANNUL,
        AnnulForm,
        _annul,
        (
            _l("作废不能撤销。本轮不能重新摇号，只能在改正后的名册上开新的一轮。"),
            _l("本轮的记录、原因和文号永久公开；占用的房源将释放。"),
        ),
        is_grave=True,
    ),
)
OFFERED.update(deed.act for deed in DEEDS)
