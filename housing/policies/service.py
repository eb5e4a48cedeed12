"""Acts on the values of a place: one person proposes, another approves; the past never changes."""

from datetime import date
from typing import Any

from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.errors import BadInput, BrokenRule, NotAllowed
from housing.core.work import Work
from housing.policies import queries, units
from housing.policies.book import PolicyBook
from housing.policies.models import Amendment
from housing.policies.registry import Parameter
from housing.policies.states import CALLED, LIFECYCLE, AmendmentAct, AmendmentState


def propose(
    work: Work, parameter: str, text: str, first_day: date, *, document: str, source: str = ""
) -> Amendment:
    """Propose a value of the actor's place, as an officer writes it (yuan, m², days).

    Basis: HN 10 (HN-10-3: the standards change with circumstances).

    Raises:
        NotAllowed: the actor may not propose values.
        BrokenRule: the value stands in an article and is no county's to set, or `first_day` is not
            after today: what has been decided under a value must stay what it was.
        BadInput: value, document or first day cannot be taken; names the field.
    """
    work.actor.must(Permission.PROPOSE_VALUE)
    book = queries.book(work.session)
    known = book.registry.get(parameter)
    _must_be_settable(book, known, work.place, first_day)
    _must_lie_ahead(work.day, first_day)
    value = units.read(text, known.unit)
    now = book.find(parameter, work.place, first_day)
    _must_change(value, now.value if now else None)
    if not document.strip():
        raise BadInput("文号：不能为空，请写明批准文件 / document: name the document that sets it")
    if any(each.parameter == parameter for each in queries.waiting(work.session, work.place)):
        raise BrokenRule(
            "此参数已有一项待核准的调整，请先核准或撤回"
            " / an amendment of this parameter waits for approval; decide or withdraw it first"
        )
    amendment = Amendment(
        place=work.place,
        parameter=parameter,
        value=value,
        first_day=first_day,
        document=document.strip(),
        source=source.strip(),
        state=AmendmentState.PROPOSED,
        proposed_by=work.actor.name,
        proposed_at=work.now,
        reason="",
    )
    work.session.add(amendment)
    work.session.flush()
    _record(work, amendment, Tag.VALUE_PROPOSED, before=now.to_json() if now else None)
    return amendment


def approve(work: Work, amendment_id: int) -> Amendment:
    """Approve another person's amendment; it holds from its first day.

    Raises:
        NotAllowed: the actor may not approve, or proposed it.
        BrokenRule: its first day has come, so that it would change the past.
    """
    work.actor.must(Permission.APPROVE_VALUE)
    amendment = queries.get(work.session, work.place, amendment_id)
    if amendment.proposed_by == work.actor.name:
        raise NotAllowed(
            "提出和核准须是两个人 / whoever proposed a value cannot approve it; ask a second person"
        )
    _must_lie_ahead(work.day, amendment.first_day)
    _decide(work, amendment, AmendmentAct.APPROVE)
    _record(work, amendment, Tag.VALUE_APPROVED)
    return amendment


def refuse(work: Work, amendment_id: int, *, reason: str) -> Amendment:
    """Refuse an amendment, with a reason."""
    work.actor.must(Permission.APPROVE_VALUE)
    if not reason.strip():
        raise BadInput("理由：不能为空 / reason: say why it is refused")
    amendment = queries.get(work.session, work.place, amendment_id)
    amendment.reason = reason.strip()
    _decide(work, amendment, AmendmentAct.REFUSE)
    _record(work, amendment, Tag.VALUE_REFUSED)
    return amendment


def withdraw(work: Work, amendment_id: int) -> Amendment:
    """Take back one's own amendment before it is decided."""
    work.actor.must(Permission.PROPOSE_VALUE)
    amendment = queries.get(work.session, work.place, amendment_id)
    if amendment.proposed_by != work.actor.name:
        raise NotAllowed("只能撤回自己提出的调整 / only the proposer may withdraw it")
    _decide(work, amendment, AmendmentAct.WITHDRAW)
    _record(work, amendment, Tag.VALUE_WITHDRAWN)
    return amendment


def _decide(work: Work, amendment: Amendment, act: AmendmentAct) -> None:
    amendment.state = LIFECYCLE.step(amendment.state, act, CALLED).target
    amendment.decided_by, amendment.decided_at = work.actor.name, work.now
    work.session.flush()


def _record(work: Work, amendment: Amendment, tag: Tag, before: object = None) -> None:
    after = {
        "value": amendment.value,
        "from": amendment.first_day.isoformat(),
        "state": amendment.state.value,
    }
    subject = f"value:{amendment.parameter}"
    work.record(
        Entry(tag, subject, before, after, reason=amendment.reason, document=amendment.document)
    )


def _must_be_settable(book: PolicyBook, known: Parameter, place: str, day: date) -> None:
    """A value that stands in an article of the place is changed by whoever changes the article."""
    now = book.find(known.name, place, day)
    in_article = now is not None and any(now.place == own.id for own in book.governing(place))
    if in_article or (known.basis == "instrument" and book.procedure(place) is None):
        raise BrokenRule(
            f"“{known.title}”由条文规定，地方不能调整"
            f" / {known.name} is set by the instrument itself; a place cannot change it",
            rules=known.rules,
        )


def _must_lie_ahead(today: date, first_day: date) -> None:
    if first_day <= today:
        raise BrokenRule(
            f"首日 {first_day} 应在今天（{today}）之后：已经过去的日子按当时的值办理，不能改"
            f" / the first day must be after today ({today}); the past never changes"
        )


def _must_change(value: Any, old: Any) -> None:
    if value == old:
        raise BadInput("新值：与现行值相同 / new value: it is the value in force already")
    if old is not None and isinstance(old, (dict, list)):
        units.like(value, old)
