"""Passwords are kept as Argon2id hashes that cost an attacker time and memory."""

from argon2 import PasswordHasher, extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY

from housing.accounts import passwords


def test_a_hash_costs_what_rfc_9106_asks(production_hasher: PasswordHasher) -> None:
    kept = production_hasher.hash("a sentence for tests only")
    assert extract_parameters(kept) == RFC_9106_LOW_MEMORY
    assert production_hasher.verify(kept, "a sentence for tests only")


def test_an_unknown_account_costs_as_much_as_a_real_one() -> None:
    assert extract_parameters(passwords._NOBODY) == RFC_9106_LOW_MEMORY
    assert not passwords.matches(None, "no account has this password")


def test_only_the_same_password_matches() -> None:
    kept = passwords.hashed("a sentence for tests only")
    assert kept.startswith("$argon2id$")
    assert kept != passwords.hashed("a sentence for tests only")
    assert passwords.matches(kept, "a sentence for tests only")
    assert not passwords.matches(kept, "another sentence for tests")
