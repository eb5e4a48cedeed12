"""The acts on an application, in the order in which they happen."""

from housing.applications.consents import consent
from housing.applications.duplicates import resolve as resolve_duplicate
from housing.applications.entry import household_facts
from housing.applications.files import missing_of
from housing.applications.filling import keep_typed, reuse, save_step, start_draft
from housing.applications.intake import (
    Asked,
    accept,
    ask_for_missing,
    assign_community,
    must_be_whole,
)
from housing.applications.models import Application
from housing.applications.moving import advance, changes_since, open_case, set_live
from housing.applications.queries import receipt_code as code_of
from housing.applications.refusals import EditConflict, FieldRefusal
from housing.applications.reveal import PersonalData, reveal
from housing.applications.submissions import complete, let_stand, submit, withdraw
from housing.core.keyring import Keyring

__all__ = [
    "Asked",
    "EditConflict",
    "FieldRefusal",
    "PersonalData",
    "accept",
    "advance",
    "ask_for_missing",
    "assign_community",
    "changes_since",
    "complete",
    "consent",
    "household_facts",
    "keep_typed",
    "let_stand",
    "missing_of",
    "must_be_whole",
    "open_case",
    "receipt_code",
    "resolve_duplicate",
    "reuse",
    "reveal",
    "save_step",
    "set_live",
    "start_draft",
    "submit",
    "withdraw",
]


def receipt_code(keyring: Keyring, application: Application) -> str:
    """Return the secret on the receipt by which the case is looked up without an account."""
    return code_of(keyring, application.place, application.number or "")
