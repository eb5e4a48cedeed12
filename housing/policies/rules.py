"""Which instrument a case may rest on, and what its decisions cite: values in, answers out."""

from collections.abc import Iterable
from datetime import date

from housing.core.errors import BrokenRule, MissingPolicyValue
from housing.policies.instruments import Instrument, Procedure
from housing.policies.value import PolicyValue


def is_in_force(instrument: Instrument, day: date) -> bool:
    """Return whether the instrument's own words hold on `day`; first and last day included.

    Basis: HZS 25 (HZS-25-2), HZR 35 (HZR-35-2), OD (OD-V-1). An instrument whose text names no
    first or last day (HN, KM) is taken to hold.
    """
    return (instrument.first_day is None or instrument.first_day <= day) and not has_lapsed(
        instrument, day
    )


def has_lapsed(instrument: Instrument, day: date) -> bool:
    """Return whether the instrument's last day is behind `day`.

    Basis: HZS 25 (HZS-25-2), HZR 35 (HZR-35-2), OD (OD-V-1).
    """
    return instrument.last_day is not None and day > instrument.last_day


def renews(renewal: PolicyValue | None) -> bool:
    """Return whether a renewed legal basis is on file: a value with a document number."""
    return bool(renewal and _word(renewal, "document"))


def may_open(instrument: Instrument, opened_on: date, renewal: PolicyValue | None) -> bool:
    """Return whether a case may be opened under `instrument` on `opened_on`.

    `renewal` is the renewed legal basis in force on that day. A running case is judged by the day
    on which it was opened, however late it is decided, so it keeps the rule of its day.
    Basis: HZS 25 (HZS-25-2), HZR 35 (HZR-35-2), OD (OD-V-1).
    """
    if is_in_force(instrument, opened_on):
        return True
    return has_lapsed(instrument, opened_on) and renews(renewal)


def check_case(
    instrument: Instrument, place: str, opened_on: date, renewal: PolicyValue | None
) -> None:
    """Refuse a case that was opened while its instrument was not in force.

    `opened_on` is today for a new case and the first day of a running one.
    Basis: HZS 25 (HZS-25-2), HZR 35 (HZR-35-2), OD (OD-V-1).

    Raises:
        BrokenRule: names instrument, place, day and remedy.
    """
    if may_open(instrument, opened_on, renewal):
        return
    first = instrument.first_day or "—"
    last = instrument.last_day or "—"
    raise BrokenRule(
        f"《{instrument.title}》有效期 {first} 至 {last}，{place} 在 {opened_on.isoformat()}"
        f" 不得据以受理新的事项；请先登记续期或替代文件的文号（参数 {instrument.renewal or '—'}）"
        f" / {instrument.id} is in force from {first} to {last}; no new case of {place} on"
        f" {opened_on.isoformat()} unless a renewed legal basis with a document number is on file"
    )


def citations(
    rules: Iterable[str],
    own: Iterable[str],
    procedure: Procedure | None,
    basis: PolicyValue | None,
    place: str,
    day: date,
) -> tuple[str, ...]:
    """Return what a decision cites for `rules`: never an instrument that does not govern the place.

    `own` are the ids of the instruments of the place. Rules of a borrowed procedure are replaced
    by the legal basis on file for the place: the order of the ministry, then the local document.

    Raises:
        MissingPolicyValue: a borrowed rule is to be cited and no legal basis with a document
            number is on file; without it there is no decision.
    """
    kept = tuple(rules)
    instruments = tuple(own)
    cited = tuple(rule for rule in kept if rule.split("-")[0] in instruments)
    if len(cited) == len(kept):
        return cited
    order, document = (_word(basis, "order"), _word(basis, "document")) if basis else ("", "")
    if not (order and document):
        name = procedure.basis if procedure else "legal_basis"
        raise MissingPolicyValue(
            f"{place} 在 {day.isoformat()} 没有登记办理依据（参数 {name}：规章和本地文件文号），"
            "不得作出决定；请先填写 / no legal basis with a local document number is on file for"
            f" {place} on {day.isoformat()}, so no decision can be made; enter {name} first"
        )
    return (*cited, order, document)


def _word(value: PolicyValue, field: str) -> str:
    held = value.value
    return str(held.get(field, "")).strip() if isinstance(held, dict) else ""


def not_governed(instrument: str, place: str) -> BrokenRule:
    """Return the refusal of an instrument that says nothing about a place."""
    return BrokenRule(
        f"{place} 不适用 {instrument} / {instrument} does not govern {place}; use an instrument"
        " that config/policies/instruments.toml names for the place"
    )
