"""Acts on objections: filing one (anybody), deciding it, taking it back."""

from collections.abc import Collection
from dataclasses import dataclass

from housing.clocks import queries as running
from housing.clocks import service as clocks
from housing.clocks.kinds import ClockKind, Outcome
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Permission, Role
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.errors import BadInput, WrongState
from housing.core.keyring import Keyring
from housing.core.work import Work
from housing.letters import service as letters
from housing.letters.kinds import LetterKind
from housing.notices import queries as notices
from housing.notices.models import Notice
from housing.objections import queries
from housing.objections.models import Objection
from housing.objections.rules import (
    ALPHABET,
    CODE_LENGTH,
    is_mobile,
    read_contact,
    read_name,
    read_text,
    tail,
    written_code,
)
from housing.objections.states import CALLED, OBJECTION, STATE_NAMES, ObjectionAct, ObjectionState
from housing.offices import queries as offices
from housing.policies.queries import book as values_in_force
from housing.recusals import service as recusals

BASIS = ("HN-15-3", "HN-15-10")


@dataclass(frozen=True, slots=True)
class Filed:
    """An objection that was taken, and its receipt code, which is kept nowhere."""

    objection: Objection
    receipt: str


@dataclass(frozen=True, slots=True)
class Told:
    """Who objects, and how to reach them."""

    name: str
    contact: str


def file_objection(work: Work, notice_id: int, *, name: str, contact: str, text: str) -> Filed:
    """Take an objection of anybody to a notice that runs; `work` is the system's, for its place.

    Its own period starts, and a receipt goes to the contact. The same words sent twice by the
    same contact are one objection. Basis: HN 15 (HN-15-3, HN-15-10).

    Raises:
        NotFound: there is no such notice.
        WrongState: the notice does not run, or the same contact has an objection open on it.
        BadInput: name, contact or text cannot be used; names the field.
        MissingPolicyValue: the county has not set the period for deciding.
    """
    notice = notices.get(work.session, notice_id)
    _must_run(work, notice)
    reached, words = read_contact(contact), read_text(text)
    index = work.keyring.blind(reached)
    held = queries.open_of_contact(work.session, notice.id, index)
    if held is not None:
        return _once_more(work, held, words)
    objection = Objection(
        notice_id=notice.id,
        place=notice.place,
        case_kind=notice.case_kind,
        case_id=notice.case_id,
        case_number=notice.case_number,
        name_sealed=work.keyring.seal(read_name(name)),
        contact_sealed=work.keyring.seal(reached),
        contact_index=index,
        tail_index=work.keyring.blind(f"tail:{tail(reached)}"),
        text_sealed=work.keyring.seal(words),
        receipt_index="",
        state=ObjectionState.FILED,
        filed_at=work.now,
        filed_on=work.day,
        due_on=work.day,
        decided_by="",
        reason="",
    )
    code = _code(work.keyring, objection)
    objection.receipt_index = queries.receipt_index(work.keyring, code)
    work.session.add(objection)
    work.session.flush()
    _start_clock(work, notice, objection)
    after = {"notice": notice.id, "due_on": objection.due_on.isoformat()}
    _record(work, objection, Tag.OBJECTION_FILED, after)
    _tell(work, objection, notice, LetterKind.OBJECTION_RECEIPT)
    return Filed(objection, written_code(code))


def decide(
    work: Work,
    objection_id: int,
    upheld: bool,
    reason: str,
    *,
    identity_indexes: Collection[str] = (),
) -> Objection:
    """Decide an objection with reasons and tell the person who filed it; ends its clock.

    `identity_indexes` are those of the people of the case: an officer who is tied to one of them
    keeps off. What follows for the case is its owner's business. Basis: HN 15 (HN-15-10).

    Raises:
        NotAllowed: the actor does not decide objections, or must keep off (回避).
        NotFound: the place has no such objection.
        WrongState: it was decided already.
        BadInput: no reason.
    """
    work.actor.must(Permission.DECIDE_OBJECTION)
    objection = queries.get(work.session, work.place, objection_id)
    recusals.must_be_free(work, identity_indexes, objection.case)
    act = ObjectionAct.UPHOLD if upheld else ObjectionAct.DISMISS
    move = OBJECTION.step(objection.state, act, CALLED)
    if not reason.strip():
        raise BadInput("处理理由：不能为空，异议人有权知道 / decision: give the reasons")
    objection.state, objection.decided_by = move.target, work.actor.name
    objection.decided_at, objection.reason = work.now, reason.strip()
    work.session.flush()
    _stop_clock(work, objection)
    _record(work, objection, Tag.OBJECTION_DECIDED, {"state": move.target.value}, objection.reason)
    notice = notices.get(work.session, objection.notice_id)
    _tell(work, objection, notice, LetterKind.OBJECTION_RESULT)
    return objection


def withdraw(work: Work, objection_id: int) -> Objection:
    """Take an objection back, by the person who filed it (the page has checked the receipt).

    Raises:
        NotFound: the place has no such objection.
        WrongState: it was decided already.
    """
    objection = queries.get(work.session, work.place, objection_id)
    move = OBJECTION.step(objection.state, ObjectionAct.WITHDRAW, CALLED)
    objection.state, objection.withdrawn_at = move.target, work.now
    work.session.flush()
    _stop_clock(work, objection, Outcome.VOID)
    _record(work, objection, Tag.OBJECTION_WITHDRAWN, {})
    return objection


def reveal(work: Work, objection_id: int) -> Told:
    """Return who objects and how to reach them, and write who looked.

    Raises:
        NotAllowed: the actor may not see personal data.
        NotFound: the place has no such objection.
    """
    work.actor.must(Permission.SEE_PERSONAL_DATA)
    objection = queries.get(work.session, work.place, objection_id)
    _record(work, objection, Tag.OBJECTION_SHOWN, {"fields": ["name", "contact"]})
    return Told(
        name=work.keyring.unseal(objection.name_sealed),
        contact=work.keyring.unseal(objection.contact_sealed),
    )


def _stop_clock(work: Work, objection: Objection, outcome: Outcome | None = None) -> None:
    """End the objection's own period; where the family gave up, it has ended with the case."""
    kind = ClockKind.OBJECTION
    if running.open_clock(work.session, objection.case, kind, objection.id) is not None:
        clocks.stop(work, objection.case, kind, outcome=outcome, sub=objection.id)


def _once_more(work: Work, held: Objection, words: str) -> Filed:
    if work.keyring.unseal(held.text_sealed) == words:
        return Filed(held, written_code(_code(work.keyring, held)))
    raise WrongState(
        "您已就这份公示提出异议，正在处理，请凭回执码查询；要补充说明，请先撤回再重新提出"
        " / an objection from this contact is being dealt with; look it up by its receipt code, or"
        " take it back and file it anew"
    )


def _code(keyring: Keyring, objection: Objection) -> str:
    """Return the receipt code, worked out from the objection, so that it can be shown again."""
    # The sealed words begin with a nonce, so that no two objections have the same ones.
    number = int(keyring.blind(f"objection-code:{objection.text_sealed.hex()}"), 16)
    letters_of_code = []
    for _position in range(CODE_LENGTH):
        number, place = divmod(number, len(ALPHABET))
        letters_of_code.append(ALPHABET[place])
    return "".join(letters_of_code)


def _must_run(work: Work, notice: Notice) -> None:
    if notice.runs_on(work.day) and notice.ends_on is not None:
        return
    last = notice.ends_on.isoformat() if notice.ends_on else "—"
    raise WrongState(
        f"这份公示不在异议期内（截止 {last}），不能再提出异议；可以向县住建部门反映或举报"
        f" / the time for objections has passed (last day {last}); you may still report to the"
        " county housing department"
    )


def _start_clock(work: Work, notice: Notice, objection: Objection) -> None:
    found = offices.of_kind(work.session, notice.place, OfficeKind.HOUSING_DEPARTMENT, work.day)
    clock = clocks.start(
        work,
        objection.case,
        ClockKind.OBJECTION,
        office_id=found[0].id if found else notice.office_id,
        role=Role.COUNTY_HEAD,
        sub=objection.id,
    )
    objection.due_on = clock.due_on
    work.session.flush()


def _tell(work: Work, objection: Objection, notice: Notice, kind: LetterKind) -> None:
    contact = work.keyring.unseal(objection.contact_sealed)
    name = work.keyring.unseal(objection.name_sealed)
    to = letters.Recipient(
        name,
        phone=contact if is_mobile(contact) else "",
        email=contact if "@" in contact else "",
    )
    facts: dict[str, object] = {"notice_title": notice.title, "filed_on": objection.filed_on}
    if kind is LetterKind.OBJECTION_RECEIPT:
        facts["decide_until"] = objection.due_on
    else:
        facts["decided_on"] = work.day
        facts["outcome"] = STATE_NAMES[objection.state]
        facts["reason"] = objection.reason
    cites = values_in_force(work.session).cited(BASIS, objection.place, work.day)
    letters.send(work, kind, objection.own_case, to, facts, cites)


def _record(
    work: Work, objection: Objection, tag: Tag, after: dict[str, object], reason: str = ""
) -> None:
    told = {"objection": objection.id, "case": objection.case_number, **after}
    work.record(Entry(tag, objection.case.subject, after=told, reason=reason), objection.place)
