"""The people a department is asked about, and how they are kept with the request."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from housing.checks.words import Consent
from housing.core.keyring import Keyring


@dataclass(frozen=True, slots=True)
class Person:
    """One member of the household, with the consent that lets him be looked up (HN-14-3)."""

    name: str
    document_kind: str
    identity_number: str
    relation: str
    consent: Consent
    consented_on: date

    def to_json(self) -> dict[str, object]:
        """Return the person as departments receive it."""
        return {
            "name": self.name,
            "document_kind": self.document_kind,
            "identity_number": self.identity_number,
            "relation": self.relation,
            "consent": {"kind": self.consent.value, "on": self.consented_on.isoformat()},
        }


def sealed(keyring: Keyring, people: Sequence[Person]) -> bytes:
    """Return the people as they are kept: JSON, sealed."""
    return keyring.seal(json.dumps([each.to_json() for each in people], ensure_ascii=False))


def indexes(keyring: Keyring, people: Sequence[Person]) -> list[str]:
    """Return the blind indexes of their identity numbers, sorted."""
    return sorted(keyring.blind(each.identity_number) for each in people)


def unsealed(keyring: Keyring, kept: bytes) -> tuple[Person, ...]:
    """Return the people that `sealed` kept."""
    return tuple(
        Person(
            name=each["name"],
            document_kind=each["document_kind"],
            identity_number=each["identity_number"],
            relation=each["relation"],
            consent=Consent(each["consent"]["kind"]),
            consented_on=date.fromisoformat(each["consent"]["on"]),
        )
        for each in json.loads(keyring.unseal(kept))
    )
