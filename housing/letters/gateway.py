"""Short messages through an HTTP gateway: one signed POST a message.

`POST <sms_url>` with the JSON body `{"id": key, "to": phone, "text": message}` and the headers
`Date` (RFC 9110) and `X-Housing-Signature`: HMAC-SHA256 in lowercase hex over the date, a line
feed and the SHA-256 of the body in lowercase hex. Any answer 2xx means taken. The gateway must
take one `id` once, however often it is sent: after a time-out nobody knows whether the first was.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass, field
from email.utils import formatdate

import httpx

from housing.core.errors import BadInput
from housing.core.settings import Settings
from housing.letters.post import NotCarried, Post, trusted

CONNECT_SECONDS, ANSWER_SECONDS = 5.0, 15.0
#: Refusals that pass: too early, too many, not now.
PASSING = frozenset({401, 403, 408, 425, 429})


@dataclass(frozen=True, slots=True)
class Gateway:
    """One gateway for short messages; `key` signs what is sent."""

    url: str
    key: str = field(repr=False)
    answer_seconds: float = ANSWER_SECONDS
    name: str = "gateway"

    @classmethod
    def of(cls, settings: Settings) -> "Gateway":
        """Return the gateway of the settings.

        Raises:
            BadInput: it has no key; names the setting.
        """
        if not settings.sms_key:
            raise BadInput("HOUSING_SMS_KEY：请设置短信网关密钥 / set the key of the gateway")
        return cls(settings.sms_url, settings.sms_key)

    def carry(self, post: Post) -> None:
        """Hand a message to the gateway.

        Raises:
            NotCarried: final when the gateway refuses the message itself (4xx); a key that is
                refused, a gateway that is down, slow or overrun may be mended.
        """
        content = {"id": post.key, "to": post.to, "text": post.body}
        body = json.dumps(content, ensure_ascii=False).encode()
        date = formatdate(usegmt=True)
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Date": date,
            "X-Housing-Signature": signature(self.key, date, body),
        }
        limits = httpx.Timeout(self.answer_seconds, connect=CONNECT_SECONDS)
        try:
            answer = httpx.post(
                self.url, content=body, headers=headers, timeout=limits, verify=trusted()
            )
        except httpx.HTTPError as fault:
            raise NotCarried(f"{type(fault).__name__}: {fault}") from fault
        except httpx.InvalidURL as fault:
            raise NotCarried(f"HOUSING_SMS_URL: {fault}") from fault
        if not answer.is_success:
            refused = 400 <= answer.status_code < 500 and answer.status_code not in PASSING
            raise NotCarried(f"HTTP {answer.status_code}: {answer.text[:200]}", is_final=refused)


def signature(key: str, date: str, body: bytes) -> str:
    """Return the signature of a message, 64 hex digits."""
    said = f"{date}\n{hashlib.sha256(body).hexdigest()}"
    return hmac.new(key.encode(), said.encode(), hashlib.sha256).hexdigest()
