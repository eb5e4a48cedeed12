"""Reading what was handed in for one step: every refusal at its field, in both languages."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from marshmallow import ValidationError

from housing.applications.refusals import FieldRefusal
from housing.applications.schemas import STEPS, WORDS
from housing.core.errors import BadInput
from housing.imports.fault_texts import TEXTS
from housing.imports.faults import Wrong
from housing.imports.persons import DOCUMENTS, identity_number, phone_number

GUARDIAN = "guardian_identity_number"


def read_step(step: str, values: Mapping[str, Any], day: date) -> dict[str, Any]:
    """Return the values of a step, each of its type; numbers and phones in their one form.

    Raises:
        BadInput: there is no such step.
        FieldRefusal: values that cannot be taken; every one of them, at its field.
    """
    if step not in STEPS:
        raise BadInput(f"没有“{step}”这一步 / there is no step '{step}'; use {', '.join(STEPS)}")
    try:
        read: dict[str, Any] = STEPS[step]().load(dict(values))
    except ValidationError as error:
        raise FieldRefusal(dict(_flat(error.messages))) from error
    faults: dict[str, str] = {}
    _read_phone(read, "phone", faults)
    _read_guardian(read, faults)
    for at, member in enumerate(read.get("members", ()) if step == "people" else ()):
        _read_member(member, f"members-{at}-", faults)
    for name, words in _not_yet(read, day):
        faults[name] = words
    if faults:
        raise FieldRefusal(faults)
    return read


def tidy_address(text: str) -> str:
    """Return an address in one form, so that the same one is found again."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def said(wrong: Wrong) -> str:
    """Return a finding about a number as one bilingual sentence, with its remedy."""
    text = TEXTS[wrong.kind]
    chinese = (text.zh + text.zh_remedy).format(**wrong.facts)
    return f"{chinese} / {(text.en + ' ' + text.en_remedy).format(**wrong.facts)}"


def _flat(messages: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield `members-1-name` and its words from marshmallow's nested messages."""
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            name = path if key == "_schema" else "-".join(filter(None, (path, str(key))))
            yield from _flat(inner, name)
    else:
        yield path or "values", "；".join(str(each) for each in messages)


def _read_phone(values: dict[str, Any], name: str, faults: dict[str, str], at: str = "") -> None:
    typed = values.get(name)
    if not typed:
        if name in values:
            values[name] = None
        return
    plain = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", typed)).removeprefix("+86")
    try:
        values[name] = phone_number(plain)
    except Wrong as wrong:
        faults[at + name] = said(wrong)


def _read_guardian(values: dict[str, Any], faults: dict[str, str]) -> None:
    number = values.get(GUARDIAN)
    if not number:
        return
    kind = values.get("guardian_document_kind") or "居民身份证"
    if kind not in DOCUMENTS:
        faults["guardian_document_kind"] = WORDS["unknown"]
        return
    values["guardian_document_kind"] = kind
    _read_number(values, kind, GUARDIAN, "guardian_birth_on", faults)


def _read_member(member: dict[str, Any], at: str, faults: dict[str, str]) -> None:
    _read_phone(member, "phone", faults, at)
    kind = member["document_kind"]
    if not _read_number(member, kind, "identity_number", "birth_on", faults, at):
        return
    if member.get("birth_on") is None:
        faults[f"{at}birth_on"] = (
            "这种证件的号码里没有出生日期，请填写 / this number holds no birth date; give it"
        )


def _read_number(
    values: dict[str, Any],
    kind: str,
    number: str,
    born_on: str,
    faults: dict[str, str],
    at: str = "",
) -> bool:
    """Check a number and put the birth date that it holds beside it."""
    typed = re.sub(r"\s", "", unicodedata.normalize("NFKC", values[number]))
    try:
        values[number], born = identity_number(kind, typed)
    except Wrong as wrong:
        faults[at + number] = said(wrong)
        return False
    told = values.get(born_on)
    if born is not None and told is not None and born != told:
        faults[at + born_on] = (
            f"与证件号码中的出生日期 {born.isoformat()} 不同，请核对"
            f" / differs from {born.isoformat()} in the identity number; check both"
        )
        return False
    values[born_on] = born or told
    return True


def _not_yet(values: Mapping[str, Any], day: date) -> Iterator[tuple[str, str]]:
    """Yield what lies in the future although it is said to have happened."""
    words = f"不能晚于今天（{day.isoformat()}） / cannot lie after today"
    for name in ("employed_since", "graduated_on"):
        if values.get(name) and values[name] > day:
            yield name, words
    for name in ("disposals", "policy_housing"):
        for at, line in enumerate(values.get(name) or ()):
            if line["on"] > day:
                yield f"{name}-{at}-on", words
    months = values.get("insurance_months") or ()
    for at, month in enumerate(months):
        if month > day.isoformat()[:7]:
            yield f"insurance_months-{at}", words
        elif month in months[:at]:
            yield f"insurance_months-{at}", f"{month} 重复 / given twice"
