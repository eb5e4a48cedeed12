"""How often one address may ask: against guessing passwords and receipt codes."""

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

SIGN_IN = "10 per minute; 60 per hour"
LOOK_UP = "10 per minute; 60 per hour"
READING = "120 per minute"

limiter = Limiter(key_func=get_remote_address, storage_uri="memory://")
