"""Facts and findings as they are kept: plain JSON without floats or truth values."""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any

from housing.eligibility.facts import (
    CaseFacts,
    Disposal,
    Dwelling,
    Fact,
    Known,
    NotKnown,
    PolicyHousing,
)
from housing.eligibility.findings import Finding, Line, Outcome, Said, Used

_PLAIN = ("group", "applied_on")
_DAYS = frozenset({"employed_since", "graduated_on", "resided_since", "banned_until"})
_ROWS: dict[str, Callable[[Mapping[str, Any]], Any]] = {
    "dwellings": lambda row: Dwelling(row["area"]),
    "disposals": lambda row: Disposal(
        day_of(row["on"]), row["kind"], row["area"], row["cause"], row["document"]
    ),
    "policy_housing": lambda row: PolicyHousing(_maybe_day(row["on"]), row["kind"]),
}
_LISTS = frozenset({"vehicles", "insurance_months"})


def day_of(text: str) -> date:
    """Return the day of an ISO text."""
    return date.fromisoformat(text)


def as_group(facts: CaseFacts, group: str) -> CaseFacts:
    """Return the same facts of somebody who applies in another group."""
    return replace(facts, group=group)


def facts_json(facts: CaseFacts) -> dict[str, Any]:
    """Return facts as plain JSON."""
    kept = {
        field.name: _fact_json(getattr(facts, field.name))
        for field in fields(CaseFacts)
        if field.name not in _PLAIN
    }
    return {"group": str(facts.group), "applied_on": facts.applied_on.isoformat(), **kept}


def facts_of(raw: Mapping[str, Any]) -> CaseFacts:
    """Return the facts that `facts_json` wrote."""
    kept = {
        field.name: _fact_of(field.name, raw[field.name])
        for field in fields(CaseFacts)
        if field.name not in _PLAIN
    }
    return CaseFacts(group=str(raw["group"]), applied_on=day_of(raw["applied_on"]), **kept)


def finding_json(finding: Finding) -> dict[str, Any]:
    """Return a finding as plain JSON."""
    return {
        "key": finding.key,
        "rule": finding.rule,
        "title": finding.title,
        "outcome": finding.outcome.value,
        "facts": [
            {
                "name": each.name,
                "value": each.value,
                "source": each.source,
                "on": each.on.isoformat() if each.on else None,
                "why": each.why,
            }
            for each in finding.facts
        ],
        "line": {
            "zh": finding.line.text_zh,
            "en": finding.line.text_en,
            "parameters": list(finding.line.parameters),
            "source": finding.line.source,
            "provisional": int(finding.line.provisional),
        },
        "says_zh": finding.says.zh,
        "says_en": finding.says.en,
        "remedy_zh": finding.says.remedy_zh,
        "remedy_en": finding.says.remedy_en,
        "cites": list(finding.cites),
    }


def finding_of(raw: Mapping[str, Any]) -> Finding:
    """Return the finding that `finding_json` wrote."""
    line = raw["line"]
    return Finding(
        key=raw["key"],
        rule=raw["rule"],
        title=raw["title"],
        outcome=Outcome(raw["outcome"]),
        facts=tuple(
            Used(each["name"], each["value"], each["source"], _maybe_day(each["on"]), each["why"])
            for each in raw["facts"]
        ),
        line=Line(
            line["zh"],
            line["en"],
            tuple(line["parameters"]),
            line["source"],
            bool(line["provisional"]),
        ),
        says=Said(raw["says_zh"], raw["says_en"], raw["remedy_zh"], raw["remedy_en"]),
        cites=tuple(raw["cites"]),
    )


def _fact_json(fact: Fact[Any]) -> dict[str, Any]:
    if isinstance(fact, NotKnown):
        return {"not_known": fact.why}
    return {"value": _plain(fact.value), "source": fact.source, "on": fact.on.isoformat()}


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Dwelling | Disposal | PolicyHousing):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value


def _fact_of(name: str, raw: Mapping[str, Any]) -> Fact[Any]:
    if "not_known" in raw:
        return NotKnown(raw["not_known"])
    return Known(_value_of(name, raw["value"]), raw["source"], day_of(raw["on"]))


def _value_of(name: str, value: Any) -> Any:
    if name in _ROWS:
        return tuple(_ROWS[name](row) for row in value)
    if name in _LISTS:
        return tuple(value)
    if name in _DAYS:
        return _maybe_day(value)
    return bool(value) if name == "stable_employment" else value


def _maybe_day(text: str | None) -> date | None:
    return day_of(text) if text else None
