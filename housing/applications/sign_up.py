"""The code that proves a mobile number before an account is opened; nothing is stored for it.

The code of a number is worked out from a key of the installation, the number and the minute, so
that no table of half-finished sign-ups exists and no code can be read anywhere but on the phone.
It is of no use a second time: once the account is open, the number is taken.
"""

import hmac
from datetime import datetime

from housing.core.keyring import Keyring

#: A code is right for 10 to 15 minutes: SMS gateways may be minutes late.
WINDOW_SECONDS = 300
WINDOWS = 3
MINUTES = WINDOW_SECONDS * (WINDOWS - 1) // 60
DIGITS = 6


def code_for(keyring: Keyring, phone: str, now: datetime) -> str:
    """Return the code of 6 digits to send to `phone` at `now`."""
    return _code(keyring, phone, _window(now))


def is_right(keyring: Keyring, phone: str, code: str, now: datetime) -> bool:
    """Return whether `code` was sent to `phone` within the last minutes."""
    window = _window(now)
    return any(
        hmac.compare_digest(_code(keyring, phone, window - back), code.strip())
        for back in range(WINDOWS)
    )


def _window(now: datetime) -> int:
    return int(now.timestamp()) // WINDOW_SECONDS


def _code(keyring: Keyring, phone: str, window: int) -> str:
    mark = keyring.blind(f"sign-up\n{phone}\n{window}")
    return f"{int(mark, 16) % 10**DIGITS:0{DIGITS}d}"
