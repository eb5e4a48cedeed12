"""The parts of a package's verification one by one: signature, canonical reading, summary."""

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from housing.core.canonical import canonical_bytes
from housing.core.keyring import Keyring
from housing.packages.summary import summaries
from housing.packages.verify_reading import Fault, difference, fit, instant, parse
from housing.packages.verify_signature import ORDER, signature_holds
from tests.unit.package_rounds import CODE, MadeUpRound

# Secret key, public key, message, signature: RFC 8032, section 7.1, tests 1 to 3.
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]
JSON = st.recursive(
    st.none() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=4)
    ),
    max_leaves=12,
)


@pytest.mark.parametrize(("key", "message", "signature"), VECTORS)
def test_signatures_of_the_standard_hold(key: str, message: str, signature: str) -> None:
    raw_key, raw, raw_message = (bytes.fromhex(text) for text in (key, signature, message))
    assert signature_holds(raw_key, raw_message, raw)
    assert not signature_holds(raw_key, raw_message + b"x", raw)
    assert not signature_holds(raw_key, raw_message, raw[:-1])
    larger = (int.from_bytes(raw[32:], "little") + ORDER).to_bytes(32, "little")
    assert not signature_holds(raw_key, raw_message, raw[:32] + larger)


@settings(max_examples=25, deadline=None)
@given(
    st.binary(min_size=32, max_size=32),
    st.binary(max_size=200),
    st.integers(0, 511),
)
def test_signatures_agree_with_the_library(secret: bytes, message: bytes, bit: int) -> None:
    private = Ed25519PrivateKey.from_private_bytes(secret)
    key = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    signature = bytearray(private.sign(message))
    assert signature_holds(key, message, bytes(signature))
    signature[bit // 8] ^= 1 << bit % 8
    assert not signature_holds(key, message, bytes(signature))


@given(JSON)
def test_canonical_bytes_are_read_as_they_were_written(value: Any) -> None:
    raw = canonical_bytes(value)
    assert parse("x.json", raw) == value
    for other in (b" " + raw, raw + b"\n", b"\xef\xbb\xbf" + raw, raw[:-1] + b"\xff"):
        with pytest.raises(Fault):
            parse("x.json", other)


@given(JSON, JSON)
def test_a_difference_is_always_named(right: Any, found: Any) -> None:
    if canonical_bytes(right) != canonical_bytes(found):
        assert difference(right, found, "x.json").startswith("x.json")


@pytest.mark.parametrize(
    "raw",
    [
        *(b'{"a":1,"a":1}', b'{"b":1,"a":1}', b"1.0", b"1e2", b"-0", b"NaN", b"true", b""),
        *(b'"\\ud800"', b'"\\u0041"', b"9007199254740992", b"9" * 5000, b"[" * 5000),
    ],
)
def test_bytes_that_could_be_read_in_two_ways_are_refused(raw: bytes) -> None:
    with pytest.raises(Fault, match="canonical"):
        parse("x.json", raw)


@pytest.mark.parametrize(
    ("value", "form"),
    [
        *(({"a": 1}, {"a": str}), ({}, {"a": int}), ({"a": 1, "b": 1}, {"a": int})),
        *(([1, "x"], [int]), (2, (0, 1)), (True, 1), (None, str), ({"x": []}, {str: int})),
    ],
)
def test_what_does_not_fit_its_form_is_refused(value: Any, form: Any) -> None:
    with pytest.raises(Fault, match=r"^x\.json"):
        fit(value, form, "x.json")


@pytest.mark.parametrize("text", ["", "2026-02-30T00:00:00+00:00", "2026-01-01T00:00:00+08:00"])
def test_what_is_no_instant_in_utc_is_refused(text: str) -> None:
    with pytest.raises(Fault, match="UTC"):
        instant(text, "x")


def test_instants_compare_as_times_do() -> None:
    whole, later = "2026-01-01T00:00:00+00:00", "2026-01-01T00:00:00.000001+00:00"
    assert instant(whole, "x") < instant(later, "x")


def test_the_summary_says_what_the_files_say(keyring: Keyring) -> None:
    files = MadeUpRound().files()
    made = {name: raw.decode() for name, raw in summaries(files).items()}
    roll = json.loads(files["roll.json"])
    for name in ("summary.html", "summary.txt"):
        assert CODE in made[name]
        assert str(len(roll["households"])) in made[name]
        assert "python3 verify.py" in made[name]
    assert not set(made) & set(files)


def test_the_summary_shows_texts_as_texts() -> None:
    files = MadeUpRound().files()
    seed = json.loads(files["seed.json"])
    seed["source"] = "<script>alert(1)</script>"
    html = summaries({**files, "seed.json": canonical_bytes(seed)})["summary.html"]
    assert b"<script>" not in html
