"""The bytes of a digest: canonical, the same for the same facts, and read again as written."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from housing.core.audit.tags import Tag
from housing.core.canonical import sha256_hex
from housing.core.errors import BadInput
from housing.digests.contents import digest_bytes, read_digest
from housing.digests.models import RegisterDigest

HASHES = st.binary(min_size=32, max_size=32).map(bytes.hex)
COUNTS = st.dictionaries(st.sampled_from([tag.value for tag in Tag]), st.integers(1, 10**6))
DIGESTS = st.fixed_dictionaries(
    {
        "place": st.sampled_from(["430199", "430121"]),
        "day": st.dates(date(2024, 1, 1), date(2099, 12, 31)),
        "number": st.integers(1, 2**31 - 1),
        "hash": HASHES,
        "tags": COUNTS,
        "faults": st.integers(0, 9),
        "previous_sha256": st.none() | HASHES,
        "made_at": st.datetimes(timezones=st.just(UTC)),
    }
)


def _digest(facts: dict[str, Any]) -> RegisterDigest:
    words = "第 2 行缺失 / row 2 is missing" if facts["faults"] else ""
    return RegisterDigest(**facts, rows=sum(facts["tags"].values()), first_fault=words)


@given(DIGESTS)
def test_a_digest_is_read_again_as_it_was_written(facts: dict[str, Any]) -> None:
    raw = digest_bytes(_digest(facts))
    kept = read_digest(raw, "kept.json")
    for name in ("place", "day", "number", "hash"):
        assert getattr(kept, name) == facts[name]
    assert kept.sha256 == sha256_hex(raw)


@given(DIGESTS, st.randoms())
def test_the_order_of_the_counts_changes_no_byte(facts: dict[str, Any], random: Any) -> None:
    shuffled = list(facts["tags"].items())
    random.shuffle(shuffled)
    assert digest_bytes(_digest({**facts, "tags": dict(shuffled)})) == digest_bytes(_digest(facts))


@given(DIGESTS)
def test_every_fact_is_in_the_bytes(facts: dict[str, Any]) -> None:
    raw = digest_bytes(_digest(facts))
    other = {
        "place": "430181",
        "day": facts["day"] + timedelta(days=1),
        "number": facts["number"] + 1,
        "hash": sha256_hex(facts["hash"].encode()),
        "tags": {**facts["tags"], "another:act:done": 1},
        "faults": facts["faults"] + 1,
        "previous_sha256": sha256_hex(raw),
        "made_at": facts["made_at"].replace(microsecond=(facts["made_at"].microsecond + 1) % 10**6),
    }
    assert set(other) == set(facts)
    for name, value in other.items():
        assert digest_bytes(_digest({**facts, name: value})) != raw, name


@pytest.mark.parametrize(
    "raw", [b"", b"[]", b"null", b"\xff\xfe", b'"2026-09-01"', b'{"format":1}']
)
def test_what_is_no_digest_is_refused_by_its_name(raw: bytes) -> None:
    with pytest.raises(BadInput, match=r"kept\.json is no digest"):
        read_digest(raw, "kept.json")


def test_instants_carry_their_zone() -> None:
    facts = {"place": "430199", "day": date(2026, 9, 1), "number": 1, "hash": "0" * 64, "tags": {}}
    more = {"faults": 0, "previous_sha256": None, "made_at": datetime(2026, 9, 2, tzinfo=UTC)}
    assert b'"made_at":"2026-09-02T00:00:00+00:00"' in digest_bytes(_digest(facts | more))
