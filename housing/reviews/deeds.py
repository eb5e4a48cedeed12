"""The acts an officer does on a case from its page: what each asks, says first, and calls."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from housing.applications.models import Application
from housing.applications.states import ApplicationState as S
from housing.applications.words import Channel
from housing.core.access.actor import Actor
from housing.core.access.permissions import Permission
from housing.core.work import Work
from housing.reviews import county, evidence, parks, reconsidering, registering, street
from housing.reviews.forms import (
    ActForm,
    LetterForm,
    OutcomeForm,
    asked_in,
    found_in,
    missing_form,
    survey_form,
    visited_on,
)
from housing.reviews.papers import ask_lines
from housing.reviews.words import Outcome


class DeedName(StrEnum):
    """One thing to do on a case; the name stands in addresses and in the interface."""

    ACCEPT = "accept"
    ASK_FOR_MISSING = "ask_for_missing"
    INVESTIGATE = "investigate"
    PUBLISH_AT_STREET = "publish_at_street"
    FORWARD = "forward"
    RECEIVE = "receive"
    RECHECK = "recheck"
    DECIDE = "decide"
    REGISTER = "register"
    ASK_RECONSIDERATION = "ask_reconsideration"
    RECONSIDER = "reconsider"
    START_AT_PARK = "start_at_park"
    DECIDE_AT_PARK = "decide_at_park"


@dataclass(frozen=True, slots=True)
class Deed:
    """One act: in which states, by which right, with which form, and what it calls.

    `batch` performs it on many cases at once, given one reason; None where each case needs a look
    of its own.
    """

    name: DeedName
    words: LazyString
    advice: LazyString
    states: tuple[S, ...]
    right: Permission
    form: Callable[[Work, Application], type[FlaskForm]]
    perform: Callable[[Work, Application, FlaskForm], object]
    batch: Callable[[Work, int, str], object] | None = None
    park: bool | None = None


def plain(form: type[FlaskForm]) -> Callable[[Work, Application], type[FlaskForm]]:
    """Return a form that is the same for every case."""
    return lambda _work, _application: form


def fitting(application: Application, actor: Actor) -> list[Deed]:
    """Return the acts that this person may do on the case in its present state, in order."""
    parked = application.channel is Channel.PARK
    return [
        deed
        for deed in DEEDS.values()
        if application.state in deed.states
        and actor.may(deed.right)
        and deed.park in (None, parked)
    ]


def batchable(actor: Actor) -> list[Deed]:
    """Return the acts that this person may do on many cases at once."""
    return [deed for deed in DEEDS.values() if deed.batch and actor.may(deed.right)]


def _accept(work: Work, application: Application, form: FlaskForm) -> object:
    return street.accept(work, application.id, form.seen)


def _ask_for_missing(work: Work, application: Application, form: FlaskForm) -> object:
    return street.ask_for_missing(work, application.id, asked_in(form), form.seen)


def _investigate(work: Work, application: Application, form: FlaskForm) -> object:
    found = found_in(form, evidence.surveyed(application))
    survey = street.Survey(visited_on(form), form.investigators.data, found)
    return street.investigate(work, application.id, survey, form.seen)


def _publish(work: Work, application: Application, form: FlaskForm) -> object:
    return street.publish_at_street(work, application.id, form.chosen, form.reason.data, form.seen)


def _forward(work: Work, application: Application, form: FlaskForm) -> object:
    return street.forward(work, application.id, form.seen)


def _receive(work: Work, application: Application, form: FlaskForm) -> object:
    return county.receive(work, application.id, form.seen)


def _recheck(work: Work, application: Application, form: FlaskForm) -> object:
    return county.recheck(work, application.id, form.chosen, form.reason.data, form.seen)


def _decide(work: Work, application: Application, form: FlaskForm) -> object:
    return county.decide(work, application.id, form.chosen, form.reason.data, form.seen)


def _register(work: Work, application: Application, form: FlaskForm) -> object:
    return registering.register(work, application.id, form.seen)


def _ask_again(work: Work, application: Application, form: FlaskForm) -> object:
    return reconsidering.ask(work, application.id, form.reason.data, form.document.data, form.seen)


def _reconsider(work: Work, application: Application, form: FlaskForm) -> object:
    return reconsidering.reconsider(work, application.id, form.chosen, form.reason.data, form.seen)


def _start_at_park(work: Work, application: Application, form: FlaskForm) -> object:
    return parks.start(work, application.id, form.seen)


def _decide_at_park(work: Work, application: Application, form: FlaskForm) -> object:
    return parks.decide(work, application.id, form.chosen, form.reason.data, form.seen)


_D = DeedName
_ALL: Sequence[Deed] = (
    Deed(
        _D.ACCEPT,
        _l("受理"),
        _l("材料和全家的书面同意都齐全才能受理。受理后开始计时，并向各部门发出核查。"),
        (S.SUBMITTED, S.INCOMPLETE),
        Permission.ACCEPT_APPLICATION,
        plain(ActForm),
        _accept,
        batch=lambda work, case, _reason: street.accept(work, case),
        park=False,
    ),
    Deed(
        _D.ASK_FOR_MISSING,
        _l("一次告知补正"),
        _l("一次写全所有缺少的材料，以后不能再为同样的事要求补正。"),
        (S.SUBMITTED,),
        Permission.ACCEPT_APPLICATION,
        lambda work, application: missing_form(ask_lines(work, application)),
        _ask_for_missing,
    ),
    Deed(
        _D.INVESTIGATE,
        _l("登记入户调查"),
        _l("逐项写明调查核实的结果；与申报不一致的，写明情况。"),
        (S.ACCEPTED, S.INVESTIGATED),
        Permission.INVESTIGATE,
        lambda _work, application: survey_form(evidence.surveyed(application)),
        _investigate,
    ),
    Deed(
        _D.PUBLISH_AT_STREET,
        _l("提出初审意见并公示"),
        _l("意见无论符合与否都要公示，并报送县级；街道不能自行拒绝。"),
        (S.INVESTIGATED,),
        Permission.REVIEW_AT_STREET,
        plain(OutcomeForm),
        _publish,
    ),
    Deed(
        _D.FORWARD,
        _l("报送县级"),
        _l("公示期满、异议都已处理后，初审意见和申请材料一并报送。"),
        (S.STREET_PUBLIC,),
        Permission.REVIEW_AT_STREET,
        plain(ActForm),
        _forward,
        batch=lambda work, case, _reason: street.forward(work, case),
    ),
    Deed(
        _D.RECEIVE,
        _l("收件"),
        _l("县级的期限自收件之日起计算。"),
        (S.FORWARDED,),
        Permission.RECHECK_CASE,
        plain(ActForm),
        _receive,
        batch=lambda work, case, _reason: county.receive(work, case),
    ),
    Deed(
        _D.RECHECK,
        _l("提出复核意见"),
        _l("复核意见须报市州备案；作出审核决定的须是另一人。"),
        (S.COUNTY_RECEIVED,),
        Permission.RECHECK_CASE,
        plain(OutcomeForm),
        _recheck,
        batch=county.recheck_clear,
    ),
    Deed(
        _D.DECIDE,
        _l("作出审核决定"),
        _l("审核为符合的随即公示 7 天；审核为不符合的随即书面通知并说明理由。"),
        (S.RECHECKED,),
        Permission.DECIDE_CASE,
        plain(OutcomeForm),
        _decide,
        batch=lambda work, case, reason: county.decide(work, case, Outcome.QUALIFIED, reason),
    ),
    Deed(
        _D.REGISTER,
        _l("登记入轮候"),
        _l("公示期满、没有未处理的异议、已报市州备案，才能登记。"),
        (S.COUNTY_PUBLIC,),
        Permission.REGISTER_ENTRY,
        plain(ActForm),
        _register,
        batch=lambda work, case, _reason: registering.register(work, case),
    ),
    Deed(
        _D.ASK_RECONSIDERATION,
        _l("登记申请人书面提出的复核"),
        _l("申请人来函要求复核的，在这里登记；各部门随即重新核查。"),
        (S.REFUSED,),
        Permission.RECHECK_CASE,
        plain(LetterForm),
        _ask_again,
    ),
    Deed(
        _D.RECONSIDER,
        _l("作出复核决定"),
        _l("须由没有参与原审核的人作出；结果书面告知申请人。"),
        (S.RECONSIDERING,),
        Permission.DECIDE_CASE,
        plain(OutcomeForm),
        _reconsider,
    ),
    Deed(
        _D.START_AT_PARK,
        _l("开始园区审核"),
        _l("材料和书面同意都齐全才能开始；随即向各部门发出核查。"),
        (S.SUBMITTED,),
        Permission.REVIEW_AT_PARK,
        plain(ActForm),
        _start_at_park,
        batch=lambda work, case, _reason: parks.start(work, case),
        park=True,
    ),
    Deed(
        _D.DECIDE_AT_PARK,
        _l("作出园区审核决定"),
        _l("须由另一人作出。合格的列入园区轮候，不合格的随即书面通知。"),
        (S.PARK_REVIEW,),
        Permission.REVIEW_AT_PARK,
        plain(OutcomeForm),
        _decide_at_park,
        batch=lambda work, case, reason: parks.decide(work, case, Outcome.QUALIFIED, reason),
        park=True,
    ),
)
DEEDS = {deed.name: deed for deed in _ALL}
