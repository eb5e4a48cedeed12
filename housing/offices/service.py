"""Acts on offices: open, change, connect, close. Basis: HN 5 (HN-5-1 to HN-5-5)."""

from datetime import date

from housing.core.access.offices import CHECKING, OFFICE_NAMES, OfficeKind
from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.cases import CaseRef
from housing.core.errors import BadInput, BrokenRule, NotAllowed, NotFound, WrongState
from housing.core.texts import given
from housing.core.work import Work
from housing.offices import queries, rules
from housing.offices.facts import OfficeFacts
from housing.offices.models import Office
from housing.places import PlaceBook


def open_office(work: Work, facts: OfficeFacts, *, book: PlaceBook | None = None) -> Office:
    """Open an office; `book` spares reading the places again when many are opened.

    Raises:
        NotAllowed: the actor keeps no offices, or not those of the place.
        NotFound: no such place on the opening day.
        BadInput, BrokenRule: see `rules`; the code is taken; a county has one office for each
            kind of check (HN-14-5 to HN-14-8).
    """
    _must_keep(work, facts.place)
    opened_on = facts.opened_on or work.day
    place = (book or PlaceBook.load()).find(facts.place, opened_on)
    rules.kind_fits_level(facts.kind, place.level)
    rules.words_fit(facts.name, facts.street, facts.phone, facts.email)
    parent = queries.by_code(work.session, facts.place, facts.parent) if facts.parent else None
    rules.street_and_parent_fit(facts.kind, facts.street, parent.kind if parent else None)
    _must_be_new(work, facts)
    office = Office(
        place=facts.place,
        kind=facts.kind,
        code=rules.office_code(facts.code),
        name=facts.name,
        parent_id=parent.id if parent else None,
        street=facts.street,
        phone=facts.phone,
        email=facts.email,
        connector_url="",
        connector_key_id="",
        opened_on=opened_on,
    )
    work.session.add(office)
    work.session.flush()
    _record(work, office, Tag.OFFICE_OPENED, after={"kind": office.kind.value, **_shown(office)})
    return office


def change_office(
    work: Work, office_id: int, *, name: str, street: str, phone: str, email: str, reason: str
) -> Office:
    """Change what an office is called and how it is reached; kind, code and place stay.

    Raises:
        NotAllowed, NotFound: as `open_office`.
        WrongState: it is closed.
        BadInput: see `rules`; no reason.
        BrokenRule: another office has that street.
    """
    office = _open(work, office_id)
    rules.words_fit(name, street, phone, email)
    rules.street_and_parent_fit(office.kind, street, _parent_kind(work, office))
    given(reason, "原因 / reason")
    if street != office.street:
        _street_is_free(work, office.place, street)
    before = _shown(office)
    office.name, office.street, office.phone, office.email = name, street, phone, email
    _record(work, office, Tag.OFFICE_CHANGED, before, _shown(office), reason.strip())
    return office


def connect_office(work: Work, office_id: int, url: str, key_id: str, secret: str) -> Office:
    """Set the address and the sealed secret of a department's interface; no `url` removes both.

    Raises:
        NotAllowed, NotFound, WrongState: as `change_office`.
        BadInput: see `rules.connector_fits`.
    """
    office = _open(work, office_id)
    before = {"url": office.connector_url, "key_id": office.connector_key_id}
    if url:
        rules.connector_fits(office.kind, url, key_id, secret)
    office.connector_url = url
    office.connector_key_id = key_id if url else ""
    office.connector_secret_sealed = work.keyring.seal(secret) if url else None
    after = {"url": office.connector_url, "key_id": office.connector_key_id}
    _record(work, office, Tag.OFFICE_CONNECTED, before, after)
    return office


def close_office(work: Work, office_id: int, day: date, *, reason: str) -> Office:
    """Close an office; `day` is the first day without it.

    Raises:
        NotAllowed, NotFound: as `open_office`.
        WrongState: it is closed already.
        BadInput: a day in the past, or no reason.
        BrokenRule: people, communities or open deadlines still hang on it; says how many.
    """
    office = _open(work, office_id)
    rules.may_close(office.opened_on, work.day, day)
    given(reason, "原因 / reason")
    held = queries.held_by(work.session, office.id)
    if any(held.values()):
        raise BrokenRule(
            f"机构“{office.name}”还有账号 {held['accounts']} 个、社区 {held['communities']} 个、"
            f"未办结时限 {held['clocks']} 个，请先移交"
            f" / {held['accounts']} accounts, {held['communities']} communities and"
            f" {held['clocks']} open deadlines still belong to this office; hand them over first"
        )
    office.closed_on = day
    after = {"closed_on": day.isoformat()}
    _record(work, office, Tag.OFFICE_CLOSED, after=after, reason=reason.strip())
    return office


def must_belong(work: Work, office_id: int | None, case: CaseRef) -> None:
    """Refuse whoever does not work in the office that holds a case.

    Raises:
        NotAllowed: names the office whose case it is.
    """
    if work.actor.office is not None and work.actor.office == office_id:
        return
    office = queries.get(work.session, office_id)
    name = office.name if office else "—"
    raise NotAllowed(
        f"{case.number} 由{name}办理，不属于您所在的机构"
        f" / {case.number} is held by {name}, not by your office"
    )


def _must_be_new(work: Work, facts: OfficeFacts) -> None:
    if queries.by_code(work.session, facts.place, facts.code) is not None:
        raise BadInput(
            f"机构代码“{facts.code}”已被使用，请换一个 / office code {facts.code!r} is taken"
        )
    _street_is_free(work, facts.place, facts.street)
    if facts.kind not in CHECKING:
        return
    other = queries.checking(work.session, facts.place, facts.kind)
    if other is not None:
        raise BrokenRule(
            f"{facts.place} 已有{OFFICE_NAMES[facts.kind]}“{other.name}”，每县一个；请先撤销它"
            f" / {facts.place} has {other.code} for {facts.kind} already; close that one first"
        )


def _street_is_free(work: Work, place: str, street: str) -> None:
    other = queries.street_for(work.session, place, street) if street else None
    if other is not None:
        raise BrokenRule(
            f"街道“{street}”已由“{other.name}”受理，一条街道一个机构"
            f" / the street {street} belongs to {other.code}; one office a street"
        )


def _open(work: Work, office_id: int) -> Office:
    office = queries.get(work.session, office_id)
    if office is None or (work.actor.role is not None and office.place != work.place):
        raise NotFound("没有这个机构 / there is no such office")
    _must_keep(work, office.place)
    if office.closed_on is not None:
        raise WrongState(
            f"机构“{office.name}”已于 {office.closed_on} 撤销"
            f" / the office was closed on {office.closed_on}"
        )
    return office


def _parent_kind(work: Work, office: Office) -> OfficeKind | None:
    parent = queries.get(work.session, office.parent_id)
    return parent.kind if parent else None


def _must_keep(work: Work, place: str) -> None:
    if work.actor.role is None:
        return
    work.actor.must(Permission.KEEP_OFFICES)
    if place != work.place:
        raise NotAllowed(
            f"只能管理本地（{work.place}）的机构 / only offices of {work.place} can be kept"
        )


def _shown(office: Office) -> dict[str, object]:
    return {
        "name": office.name,
        "street": office.street,
        "phone": office.phone,
        "email": office.email,
    }


def _record(
    work: Work,
    office: Office,
    tag: Tag,
    before: object = None,
    after: object = None,
    reason: str = "",
) -> None:
    entry = Entry(tag, f"office:{office.code}", before=before, after=after, reason=reason)
    work.record(entry, office.place)
