"""How often one address may ask: against guessing passwords and receipt codes.

A right answer is not counted: one office, or one telephone company, shows many people under one
address, and on the day of the results all of them look.
"""

from flask import Response
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

SIGN_IN = "10 per minute; 60 per hour"
LOOK_UP = "10 per minute; 60 per hour"
READING = "120 per minute"

limiter = Limiter(key_func=get_remote_address, storage_uri="memory://")


def is_wrong(answer: Response) -> bool:
    """Return whether an answer says no, and so counts as a guess."""
    return answer.status_code >= 400
