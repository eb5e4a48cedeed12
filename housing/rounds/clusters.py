"""Clusters among the housed that a person should look at before the results are published.

None of them proves anything. Who reads them has to find out, and to say why all is well.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from housing.core.canonical import canonical_bytes, sha256_hex


class ClusterKind(StrEnum):
    """What the households of a cluster have in common."""

    PHONE = "phone"
    OFFICER = "officer"
    EMPLOYER = "employer"
    STREET = "street"


@dataclass(frozen=True, slots=True)
class Line:
    """From where on a county looks at the share of a street or an employer.

    From `least` housed on, when chance alone would give as many less than once in `draws` draws
    from the roll.
    """

    least: int
    draws: int


@dataclass(frozen=True, slots=True)
class Person:
    """What is compared of a household on the roll; `own` was served from its employer's stock."""

    roll_id: str
    phone: str | None
    employer: str
    street: str
    identity: str
    housed: bool
    own: bool


@dataclass(frozen=True, slots=True)
class Cluster:
    """Households that have something in common; `about` names it as far as it may be shown.

    `expected` is how many chance would give, in whole households, where that was reckoned.
    """

    kind: ClusterKind
    about: str
    roll_ids: tuple[str, ...]
    expected: int | None = None

    @property
    def key(self) -> str:
        """SHA-256 of kind and households, so that a changed cluster needs a new look."""
        return sha256_hex(canonical_bytes([self.kind.value, *self.roll_ids]))


def clusters_of(people: Sequence[Person], ties: Mapping[str, str], line: Line) -> list[Cluster]:
    """Return the clusters among the housed; `ties`: identity index to the officer tied to it.

    One telephone for several households, a declared relation of an officer, a share of one
    employer or street that chance would hardly give. O(n).
    """
    return [
        *_of_phones(people),
        *_of_officers(people, ties),
        *_of_shares(people, ClusterKind.EMPLOYER, line, lambda each: each.employer),
        *_of_shares(people, ClusterKind.STREET, line, lambda each: each.street),
    ]


def chance_of(least: int, drawn: int, marked: int, total: int) -> float:
    """Return the probability that `drawn` of `total` hold at least `least` of the `marked`.

    The hypergeometric tail, summed in logarithms so that no number is too large.
    """
    most = min(drawn, marked)
    whole = _log_ways(total, drawn)
    return math.fsum(
        math.exp(_log_ways(marked, hit) + _log_ways(total - marked, drawn - hit) - whole)
        for hit in range(max(least, drawn - (total - marked)), most + 1)
    )


def _of_phones(people: Iterable[Person]) -> Iterator[Cluster]:
    held: dict[str, list[str]] = defaultdict(list)
    for each in people:
        if each.housed and each.phone:
            held[each.phone].append(each.roll_id)
    for _, ids in sorted(held.items(), key=lambda item: sorted(item[1])):
        if len(ids) > 1:
            yield Cluster(ClusterKind.PHONE, "", tuple(sorted(ids)))


def _of_officers(people: Iterable[Person], ties: Mapping[str, str]) -> Iterator[Cluster]:
    held: dict[str, list[str]] = defaultdict(list)
    for each in people:
        if each.housed and each.identity in ties:
            held[ties[each.identity]].append(each.roll_id)
    for officer, ids in sorted(held.items()):
        yield Cluster(ClusterKind.OFFICER, officer, tuple(sorted(ids)))


def _of_shares(
    people: Sequence[Person], kind: ClusterKind, line: Line, about: Callable[[Person], str]
) -> Iterator[Cluster]:
    """Shares of the housed, leaving out those who were served from their own employer's stock."""
    drawn_from = [each for each in people if not each.own]
    housed = [each for each in drawn_from if each.housed]
    on_roll = Counter(about(each) for each in drawn_from)
    got = Counter(about(each) for each in housed)
    for name, hits in sorted(got.items()):
        if not name or hits < line.least:
            continue
        if chance_of(hits, len(housed), on_roll[name], len(drawn_from)) * line.draws >= 1:
            continue
        ids = tuple(sorted(each.roll_id for each in housed if about(each) == name))
        yield Cluster(kind, name, ids, len(housed) * on_roll[name] // len(drawn_from))


def _log_ways(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
