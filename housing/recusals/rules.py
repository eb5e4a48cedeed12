"""When an officer must keep off a case (回避): values in, a decision out."""

from collections.abc import Collection


def must_keep_off(own: str | None, declared: Collection[str], people: Collection[str]) -> bool:
    """Return whether somebody of the case is the officer or tied to the officer.

    `own`: the officer's identity index, None while nobody wrote it down; `declared`: those of the
    declared relations; `people`: those of everybody in the case. All are `keyring.blind` of an
    identity number, so that no number has to be opened for the answer.
    """
    return own in people or not set(declared).isdisjoint(people)
