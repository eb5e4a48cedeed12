"""Acts on confirmations: ask, remind, record an attempt, answer, leave it to a person's judgement.

No answer never ends the wait by itself.
"""

from datetime import date

from housing.calendar import Measure, Period, load_calendar
from housing.calendar import due as ends
from housing.confirmations import queries, rules
from housing.confirmations.letter import ask_in_writing
from housing.confirmations.models import Confirmation, ContactTry
from housing.confirmations.states import (
    CALLED,
    LIFECYCLE,
    PENDING,
    ConfirmationAct,
    ConfirmationState,
)
from housing.confirmations.words import BY_HAND, How, TryChannel, TryResult, Wish
from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.errors import BadInput
from housing.core.work import Work
from housing.households import queries as households
from housing.households import service as keeping
from housing.policies.queries import book as values_in_force
from housing.waitlist import queries as entries_of
from housing.waitlist import service as waitlist
from housing.waitlist.models import WaitlistEntry
from housing.waitlist.whose import own_entry

#: Characters of the secret in the short message: 80 bits, in hexadecimal.
SECRET = 20


def ask(work: Work, entry: WaitlistEntry, site: str) -> Confirmation:
    """Ask a household whether it still waits, over every way that reaches it.

    `site`: where people reach this installation. Done by the job. Basis: HN 16 (HN-16-4).

    Raises:
        MissingPolicyValue: the county has not set the days to answer or of grace.
    """
    due_on = _after(work, work.day, "confirm_window")
    household = households.get(work.session, entry.place, entry.household_id)
    made = Confirmation(
        place=entry.place,
        entry_id=entry.id,
        number=entry.number,
        street=household.street,
        state=ConfirmationState.ASKED,
        opened_on=work.day,
        due_on=due_on,
        grace_until=_after(work, due_on, "confirm_grace"),
        asked=0,
        secret_index=work.keyring.blind(_secret(work, entry.id, work.day)),
        note="",
    )
    work.session.add(made)
    work.session.flush()
    _write(work, made, entry, site)
    return made


def remind(work: Work, asked: Confirmation, entry: WaitlistEntry, site: str) -> bool:
    """Ask once more when a day for it has come; return whether a letter went out."""
    book = values_in_force(work.session)
    reminders = int(book.value("confirm_reminders", asked.place, work.day).value)
    due = rules.letters_due(asked.opened_on, asked.due_on, reminders, work.day)
    if asked.state is not ConfirmationState.ASKED or asked.asked >= due:
        return False
    asked.asked = due - 1
    _write(work, asked, entry, site)
    return True


def miss(work: Work, asked: Confirmation) -> None:
    """Hand a household that has not answered to its street, to be called or visited."""
    _move(work, asked, ConfirmationAct.MISS, Tag.CONFIRMATION_MISSED)


def fall_silent(work: Work, asked: Confirmation) -> None:
    """Leave a household that nobody reached in the grace to a person's judgement."""
    _move(work, asked, ConfirmationAct.FALL_SILENT, Tag.CONFIRMATION_SILENT)


def make_void(work: Work, asked: Confirmation, reason: str) -> None:
    """End a question that has no object any more."""
    _move(work, asked, ConfirmationAct.MAKE_VOID, Tag.CONFIRMATION_VOID, reason)


def answer_own(work: Work, confirmation_id: int, wish: Wish, note: str = "") -> Confirmation:
    """Take the answer of the family signed in.

    Raises:
        NotFound: it is another family's. WrongState: it is answered or over.
    """
    work.actor.must(Permission.APPLY)
    asked = queries.get(work.session, work.place, confirmation_id, lock=True)
    own_entry(work.session, work.actor.name, asked.entry_id)
    return _answer(work, asked, wish, How.PAGE, note)


def answer_by_link(work: Work, secret: str, wish: Wish, note: str = "") -> Confirmation:
    """Take the answer of whoever holds the short message; nobody is signed in.

    Raises:
        NotFound: no such secret. WrongState: it is answered or over.
    """
    found = queries.by_secret(work.session, work.keyring, secret)
    asked = queries.get(work.session, found.place, found.id, lock=True)
    return _answer(work, asked, wish, How.LINK, note)


def answer_for(work: Work, confirmation_id: int, wish: Wish, note: str) -> Confirmation:
    """Record what a household said to an officer; `note`: who spoke with whom, how and when.

    Raises:
        NotAllowed: the actor may not. NotFound: it is another street's household.
        BadInput: no note. WrongState: it is answered or over.
    """
    work.actor.must(Permission.CONFIRM_WISH)
    asked = queries.locked(work.session, work.actor, confirmation_id)
    if not note.strip():
        raise BadInput(
            "联系情况：请写明谁、何时、以何种方式作出答复"
            " / note: say who answered, when, and by which way"
        )
    return _answer(work, asked, wish, How.OFFICER, note)


def record_try(work: Work, confirmation_id: int, channel: TryChannel, note: str) -> ContactTry:
    """Record that an officer called or went there and met nobody.

    Raises:
        NotAllowed, NotFound, BadInput: as the words say.
        WrongState: it is answered or over.
    """
    work.actor.must(Permission.CONFIRM_WISH)
    asked = queries.locked(work.session, work.actor, confirmation_id)
    if channel not in BY_HAND:
        raise BadInput("联系方式：请选择电话或上门 / channel: choose telephone or visit")
    if asked.state not in PENDING:
        LIFECYCLE.step(asked.state, ConfirmationAct.ANSWER, CALLED)
    made = _tried(work, asked, channel, TryResult.NOBODY, note.strip())
    after = {"confirmation": asked.id, "channel": channel.value}
    told = Entry(Tag.CONFIRMATION_TRIED, asked.case.subject, None, after, reason=note.strip())
    work.record(told, asked.place)
    return made


def phone_of(work: Work, confirmation_id: int) -> str:
    """Return the telephone number to call, "" where there is none; the register keeps who looked.

    Raises:
        NotAllowed: the actor may not. NotFound: it is another street's household.
        WrongState: nobody is to be called any more.
    """
    work.actor.must(Permission.CONFIRM_WISH)
    asked = queries.locked(work.session, work.actor, confirmation_id)
    if asked.state not in PENDING:
        LIFECYCLE.step(asked.state, ConfirmationAct.ANSWER, CALLED)
    entry = entries_of.get(work.session, asked.place, asked.entry_id)
    household = households.get(work.session, asked.place, entry.household_id)
    subject = f"household:{household.application_number}"
    after = {"fields": ["phone"]}
    told = Entry(Tag.PERSONAL_DATA_SHOWN, subject, after=after, reason="轮候意愿确认")
    work.record(told, asked.place)
    return work.keyring.unseal(household.phone_sealed) if household.phone_sealed else ""


def change_phone(work: Work, confirmation_id: int, phone: str, note: str) -> Confirmation:
    """Enter the number under which a household can be reached from now on.

    Raises:
        NotAllowed: the actor may not. NotFound: it is another street's household.
        BadInput: no note of who told it, or no mobile number.
    """
    work.actor.must(Permission.CONFIRM_WISH)
    asked = queries.locked(work.session, work.actor, confirmation_id)
    entry = entries_of.get(work.session, asked.place, asked.entry_id)
    keeping.change_phone(work, entry.household_id, phone, note)
    return asked


def review_leaving(work: Work, confirmation_id: int, document: str) -> Confirmation:
    """Open the review of a household that says it needs no flat, on its written word.

    Another person decides; until then it keeps its place. Basis: HN 16 (HN-16-4).

    Raises:
        NotAllowed: the actor may not. NotFound: as the words say.
        BadInput: no document, or the household waits on.
        WrongState: its entry cannot be reviewed now.
    """
    work.actor.must(Permission.RECHECK_CASE)
    asked = queries.get(work.session, work.place, confirmation_id, lock=True)
    if asked.wish is not Wish.LEAVES:
        raise BadInput("该家庭没有表示不再轮候 / this household has not said that it leaves")
    if not document.strip():
        raise BadInput("书面材料：请填写编号 / document: enter the number of its written word")
    reason = f"家庭答复不再轮候：{asked.note}" if asked.note else "家庭答复不再轮候"
    waitlist.open_review(work, asked.entry_id, reason=reason, document=document.strip())
    hand_on(work, asked, reason)
    return asked


def hand_on(work: Work, asked: Confirmation, reason: str) -> None:
    """Note that a person has opened a review of the household.

    Raises:
        NotAllowed: the actor may not. WrongState: nothing is to be judged yet.
    """
    work.actor.must(Permission.RECHECK_CASE)
    _move(work, asked, ConfirmationAct.HAND_ON, Tag.CONFIRMATION_HANDED_ON, reason)


def _answer(work: Work, asked: Confirmation, wish: Wish, how: How, note: str) -> Confirmation:
    before = asked.state
    asked.state = LIFECYCLE.step(before, ConfirmationAct.ANSWER, CALLED).target
    asked.wish, asked.how, asked.note = wish, how, note.strip()
    asked.answered_on, asked.answered_by = work.day, work.actor.name
    work.session.flush()
    after = {"confirmation": asked.id, "wish": wish.value, "how": how.value}
    told = Entry(
        Tag.CONFIRMATION_ANSWERED,
        asked.case.subject,
        {"state": before.value},
        after,
        reason=asked.note,
    )
    work.record(told, asked.place)
    return asked


def _write(work: Work, asked: Confirmation, entry: WaitlistEntry, site: str) -> None:
    address = f"{site}/confirm/{_secret(work, asked.entry_id, asked.opened_on)}"
    letter = ask_in_writing(work, asked, entry, address)
    for delivery in letter.deliveries:
        _tried(work, asked, TryChannel(delivery.channel.value), TryResult.SENT, letter.number)
    asked.asked += 1
    work.session.flush()


def _tried(
    work: Work, asked: Confirmation, channel: TryChannel, result: TryResult, note: str
) -> ContactTry:
    made = ContactTry(
        confirmation_id=asked.id,
        channel=channel,
        result=result,
        note=note,
        made_by=work.actor.name,
        made_at=work.now,
    )
    work.session.add(made)
    work.session.flush()
    return made


def _move(
    work: Work, asked: Confirmation, act: ConfirmationAct, tag: Tag, reason: str = ""
) -> None:
    before = asked.state
    asked.state = LIFECYCLE.step(before, act, CALLED).target
    work.session.flush()
    states = {"confirmation": asked.id, "state": before.value}, {"state": asked.state.value}
    work.record(Entry(tag, asked.case.subject, *states, reason=reason), asked.place)


def _after(work: Work, day: date, parameter: str) -> date:
    book = values_in_force(work.session)
    value = book.value(parameter, work.place, work.day)
    rolls = book.value("last_day_rolls_over", work.place, work.day).value == 1
    return ends(load_calendar(), day, Period(int(value.value), Measure(value.unit)), rolls).day


def _secret(work: Work, entry_id: int, opened_on: date) -> str:
    """Return the secret of one question: made from the keys, so that it is kept nowhere."""
    return work.keyring.blind(f"confirmation:{entry_id}:{opened_on.isoformat()}")[:SECRET]
