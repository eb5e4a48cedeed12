"""Signatures: nothing unsigned, changed, replayed or signed by somebody else is believed."""

from datetime import timedelta
from email.utils import format_datetime

import pytest

from housing.checks.signing import DATE, KEY_ID, SIGNATURE, Key, must_be_signed, signed
from housing.core.errors import NotAllowed
from tests.conftest import NOW

KEY = Key("430199-mz", "a secret of at least thirty-two characters")
BODY = b'{"format":1}'


def _headers() -> dict[str, str]:
    return signed(KEY, "POST", "/v1/checks", BODY, NOW)


@pytest.mark.parametrize("seconds", [-300, -299, 0, 299, 300])
def test_a_fresh_signature_is_believed(seconds: int) -> None:
    now = NOW + timedelta(seconds=seconds)
    must_be_signed(KEY, _headers(), "POST", "/v1/checks", BODY, now)


@pytest.mark.parametrize("seconds", [-301, 301, 86400])
def test_an_old_one_is_a_replay(seconds: int) -> None:
    with pytest.raises(NotAllowed, match="5 分钟"):
        must_be_signed(
            KEY, _headers(), "POST", "/v1/checks", BODY, NOW + timedelta(seconds=seconds)
        )


@pytest.mark.parametrize(
    ("about", "path", "body", "key", "changed"),
    [
        ("GET", "/v1/checks", BODY, KEY, {}),
        ("200", "/v1/checks", BODY, KEY, {}),
        ("POST", "/v1/checks/1", BODY, KEY, {}),
        ("POST", "/v1/checks", BODY + b" ", KEY, {}),
        ("POST", "/v1/checks", b"", KEY, {}),
        ("POST", "/v1/checks", BODY, Key(KEY.id, "another secret of thirty-two chars"), {}),
        ("POST", "/v1/checks", BODY, Key("430199-ga", KEY.secret), {}),
        ("POST", "/v1/checks", BODY, KEY, {SIGNATURE: ""}),
        ("POST", "/v1/checks", BODY, KEY, {SIGNATURE: "0" * 64}),
        ("POST", "/v1/checks", BODY, KEY, {SIGNATURE: "签名"}),
        ("POST", "/v1/checks", BODY, KEY, {DATE: ""}),
        ("POST", "/v1/checks", BODY, KEY, {KEY_ID: ""}),
        (
            "POST",
            "/v1/checks",
            BODY,
            KEY,
            {DATE: format_datetime(NOW + timedelta(seconds=1), True)},
        ),
    ],
)
def test_whatever_differs_is_refused(
    about: str, path: str, body: bytes, key: Key, changed: dict[str, str]
) -> None:
    with pytest.raises(NotAllowed):
        must_be_signed(key, _headers() | changed, about, path, body, NOW)


@pytest.mark.parametrize("day", ["yesterday", "2026-09-01", "Tue, 01 Sep 2026 01:00:00"])
def test_a_signed_date_that_is_none_is_refused_in_words(day: str) -> None:
    from housing.checks.signing import _signature

    headers = {DATE: day, KEY_ID: KEY.id, SIGNATURE: _signature(KEY, "POST", "/x", day, b"")}
    with pytest.raises(NotAllowed):
        must_be_signed(KEY, headers, "POST", "/x", b"", NOW)


def test_a_key_is_never_printed() -> None:
    assert KEY.secret not in repr(KEY)
