"""Asking a department over HTTP: one signed question, one signed answer, or the reason for none.

Knows no database. The protocol is written down in docs/department-interface.md.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any
from urllib.parse import quote

import httpx

from housing.checks.signing import Key, must_be_signed, signed
from housing.core.errors import HousingError, NotAllowed

FORMAT = 1
PATH = "/v1/checks"
CONNECT_SECONDS, READ_SECONDS = 5.0, 20.0
#: A whole answer must have come by then, however slowly it drips.
WHOLE_SECONDS = 30.0
MOST_BYTES = 1_048_576
_REFUSED = "对方不认可签名，请核对密钥和时钟 / it refuses our signature; check key and clock"
_SAYS = {
    400: "对方认为报文格式有误 / the department finds the message malformed",
    401: _REFUSED,
    403: _REFUSED,
    409: "对方已有同一编号、内容不同的请求 / the department holds another request of this number",
    413: "对方认为报文太大 / the department finds the message too large",
}


class ConnectorFault(HousingError):
    """No answer could be had; the text says why, '中文 / English'.

    `unreachable`: the department as a whole could not be reached, so others need not be tried now.
    `lost`: it does not know the request and must be asked anew.
    """

    def __init__(self, text: str, *, unreachable: bool = False, lost: bool = False) -> None:
        super().__init__(text)
        self.unreachable = unreachable
        self.lost = lost


@dataclass(frozen=True, slots=True)
class Target:
    """Where a department listens, and the key shared with it."""

    url: str
    key: Key


@dataclass(frozen=True, slots=True)
class Reply:
    """What the department said: `answer` is None while it is still looking."""

    answer: dict[str, Any] | None


def open_client() -> httpx.Client:
    """Return the client for all departments: patient, but not for ever; follows no redirects.

    Proxies of the environment are not used: they would see identity numbers.
    """
    return httpx.Client(
        timeout=httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS), trust_env=False
    )


def send(client: httpx.Client, target: Target, message: dict[str, Any], now: datetime) -> Reply:
    """Send a request; sending the same `request_id` again is harmless.

    Raises:
        ConnectorFault: no usable answer; says why.
    """
    body = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()
    return _exchange(client, target, "POST", PATH, body, str(message["request_id"]), now)


def poll(client: httpx.Client, target: Target, request_id: str, now: datetime) -> Reply:
    """Ask how far the department is with a request it has taken.

    Raises:
        ConnectorFault: no usable answer; `lost` when the department does not know the request.
    """
    path = f"{PATH}/{quote(request_id, safe='')}"
    return _exchange(client, target, "GET", path, b"", request_id, now)


def _exchange(
    client: httpx.Client,
    target: Target,
    method: str,
    path: str,
    body: bytes,
    request_id: str,
    now: datetime,
) -> Reply:
    headers = signed(target.key, method, path, body, now)
    if body:
        headers["Content-Type"] = "application/json"
    status, held, raw = _fetched(client, method, target.url.rstrip("/") + path, body, headers)
    if status in (404, 410) and method == "GET":
        raise ConnectorFault("对方没有这项请求 / the department does not know it", lost=True)
    if status not in (200, 202):
        words = _SAYS.get(status, f"对方系统返回 HTTP {status} / the department said HTTP {status}")
        raise ConnectorFault(words, unreachable=status >= 500)
    try:
        must_be_signed(target.key, held, str(status), path, raw, now)
    except NotAllowed as refusal:
        raise ConnectorFault(f"答复未采用：{refusal}") from refusal
    return _read(raw, request_id)


def _fetched(
    client: httpx.Client, method: str, url: str, body: bytes, headers: dict[str, str]
) -> tuple[int, httpx.Headers, bytes]:
    """Return status, headers and body."""
    until = monotonic() + WHOLE_SECONDS
    try:
        with client.stream(method, url, content=body, headers=headers) as answer:
            raw = b""
            for piece in answer.iter_bytes():
                raw += piece
                if len(raw) > MOST_BYTES:
                    raise ConnectorFault("答复太大，未采用 / the answer is too large")
                if monotonic() > until:
                    raise httpx.ReadTimeout("the answer drips")
            return answer.status_code, answer.headers, raw
    except httpx.TimeoutException as late:
        raise ConnectorFault(
            "对方系统超时未答 / the department did not answer in time", unreachable=True
        ) from late
    except (httpx.HTTPError, httpx.InvalidURL) as broken:
        raise ConnectorFault(
            f"对方系统连接不上（{type(broken).__name__}） / the department cannot be reached",
            unreachable=True,
        ) from broken


def _read(raw: bytes, request_id: str) -> Reply:
    try:
        told = json.loads(raw)
    except (ValueError, RecursionError) as broken:
        raise ConnectorFault("答复不是 JSON / the answer is no JSON") from broken
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise ConnectorFault(f"答复的 format 应为 {FORMAT} / format must be {FORMAT}")
    if told.get("request_id") != request_id:
        raise ConnectorFault(
            "答复的 request_id 不是这项请求的 / the answer is for another request_id"
        )
    status, answer = told.get("status"), told.get("answer")
    if status == "taken" and answer is None:
        return Reply(None)
    if status == "answered" and isinstance(answer, dict):
        return Reply(answer)
    raise ConnectorFault(
        "答复的 status 应为 taken，或 answered 并附 answer"
        " / status must be taken, or answered with an answer"
    )
