"""Acts on bans: impose with a decision, count from the return, lift. Callers are those acts."""

from collections.abc import Collection, Mapping
from datetime import date

from housing.bans import queries
from housing.bans.models import Ban
from housing.bans.rules import RULES, check_not_banned, last_day
from housing.calendar import load_calendar
from housing.core.audit.record import Entry
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.cases import CaseRef
from housing.core.errors import BadInput
from housing.core.work import Work
from housing.policies.queries import book as values_in_force

YEARS = "reapplication_ban"


def impose(
    work: Work,
    case: CaseRef,
    identity_indexes: Collection[str],
    *,
    ground: str,
    cites: Collection[str] = (),
) -> list[Ban]:
    """Ban these people from applying again, provisionally from today until the dwelling is back.

    The caller decides who may do it; it is part of the decision on `case`. `cites`: by default
    what the place cites for the ban. Basis: HN 34 (HN-34-2).

    Raises:
        BadInput: nobody to ban, or no ground.
        MissingPolicyValue: the place has no such ban in force.
    """
    if not identity_indexes or not ground.strip():
        raise BadInput("禁止再次申请：须写明对象和事由 / a ban needs people and a ground")
    book = values_in_force(work.session)
    years = int(book.value(YEARS, case.place, work.day).value)
    until = last_day(load_calendar(), work.day, years)
    made = [
        Ban(
            place=case.place,
            case_kind=case.kind,
            case_id=case.id,
            case_number=case.number,
            identity_index=index,
            ground=ground.strip(),
            years=years,
            from_on=work.day,
            provisional_until=until,
            cites=list(cites or book.cited(RULES, case.place, work.day)),
            imposed_by=work.actor.name,
        )
        for index in sorted(set(identity_indexes))
    ]
    work.session.add_all(made)
    work.session.flush()
    after = {"people": len(made), "years": years, "provisional_until": until.isoformat()}
    work.record(Entry(TenancyTag.BAN_IMPOSED, case.subject, after=after, reason=ground), case.place)
    return made


def returned(work: Work, case: CaseRef, on: date) -> list[Ban]:
    """Count the bans of a case from the day on which the dwelling was given back.

    Bans that were lifted or are counted already stay as they are. Basis: HN 34 (HN-34-2).
    """
    waiting = [
        each
        for each in queries.of_case(work.session, case)
        if each.lifted_on is None and each.returned_on is None
    ]
    for each in waiting:
        each.returned_on = on
        each.until_on = last_day(load_calendar(), on, each.years)
    work.session.flush()
    if waiting:
        after = {"returned_on": on.isoformat(), "until_on": _iso(waiting[0].until_on)}
        work.record(Entry(TenancyTag.BAN_COUNTED, case.subject, after=after), case.place)
    return waiting


def lift(work: Work, case: CaseRef, *, reason: str, document: str) -> list[Ban]:
    """Lift the bans of a case whose decision was reversed: they count as never imposed.

    Raises:
        BadInput: no reason or no document.
    """
    if not reason.strip() or not document.strip():
        raise BadInput("解除禁止：须写明理由和文件 / lifting a ban needs a reason and a document")
    held = [each for each in queries.of_case(work.session, case) if each.lifted_on is None]
    for each in held:
        each.lifted_on = work.day
        each.lift_reason, each.lift_document = reason.strip(), document.strip()
    work.session.flush()
    if held:
        told = {"people": len(held)}
        entry = Entry(
            TenancyTag.BAN_LIFTED, case.subject, None, told, reason.strip(), document.strip()
        )
        work.record(entry, case.place)
    return held


def must_not_be_banned(work: Work, people: Mapping[str, str]) -> None:
    """Refuse when one of these people may not apply again; `people`: name by identity index.

    Basis: HN 34 (HN-34-2).

    Raises:
        BrokenRule: names the first such person and the last day.
    """
    for ban in queries.held_by(work.session, people.keys(), work.day):
        until = queries.banned_until(work.session, {ban.identity_index}, work.day)
        is_provisional = ban.until_on is None
        check_not_banned(people[ban.identity_index], until, provisional=is_provisional)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
