"""The closed list of what can happen, as source:subject:act."""

from enum import StrEnum


class Tag(StrEnum):
    """One kind of act in the register."""

    ACCOUNT_OPENED = "accounts:account:opened"
    ACCOUNT_CLOSED = "accounts:account:closed"
    ACCOUNT_PASSWORD_SET = "accounts:password:set"  # noqa: S105  a tag, no password
    ACCOUNT_SIGNED_IN = "accounts:account:signed_in"
    ACCOUNT_REFUSED = "accounts:account:refused"
    IMPORT_REFUSED = "imports:sheet:refused"
    IMPORT_ROW_SET_ASIDE = "imports:row:set_aside"
    IMPORT_DISCARDED = "imports:sheet:discarded"
    IMPORT_TAKEN = "imports:sheet:taken"
    PERSONAL_DATA_SHOWN = "households:personal_data:shown"
    UNITS_RESERVED = "units:units:reserved"
    UNITS_RELEASED = "units:units:released"
    UNITS_OFFERED = "units:units:offered"
    ROUND_PREPARED = "rounds:round:prepared"
    ROLL_ADOPTED = "rounds:roll:adopted"
    ROLL_FROZEN = "rounds:roll:frozen"
    SEED_ENTERED = "rounds:seed:entered"
    ORDER_MADE = "rounds:order:made"
    ORDER_PUBLISHED = "rounds:order:published"
    PLAN_MADE = "rounds:plan:made"
    PLAN_CHECKED = "rounds:plan:checked"
    ROUND_PUBLISHED = "rounds:round:published"
    ROUND_ANNULLED = "rounds:round:annulled"
    RECEIPTS_SHOWN = "rounds:receipts:shown"
    VALUE_PROPOSED = "policies:value:proposed"
    VALUE_APPROVED = "policies:value:approved"
    VALUE_REFUSED = "policies:value:refused"
    VALUE_WITHDRAWN = "policies:value:withdrawn"
