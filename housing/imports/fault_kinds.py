"""The closed list of findings about sheets; a notice does not keep a sheet from being taken."""

from dataclasses import dataclass
from enum import StrEnum


class FaultKind(StrEnum):
    """One kind of finding."""

    UNREADABLE = "unreadable"
    ENCODING = "encoding"
    EMPTY = "empty"
    HEADER_ONLY = "header_only"
    NOT_COMMA = "not_comma"
    WRONG_SHEET = "wrong_sheet"
    MANY_TABLES = "many_tables"
    MISSING_COLUMN = "missing_column"
    DOUBLE_COLUMN = "double_column"
    CELL_COUNT = "cell_count"
    REQUIRED = "required"
    INNER_SPACE = "inner_space"
    UNKNOWN_WORD = "unknown_word"
    TOO_LONG = "too_long"
    FORMULA = "formula"
    UNPRINTABLE = "unprintable"
    DATE_CELL = "date_cell"
    NUMBER_CELL = "number_cell"
    NOT_WHOLE = "not_whole"
    NOT_NUMBER = "not_number"
    TOO_FINE = "too_fine"
    NEGATIVE = "negative"
    OUT_OF_RANGE = "out_of_range"
    NOT_A_DAY = "not_a_day"
    NO_SUCH_DAY = "no_such_day"
    IDENTITY_FORM = "identity_form"
    IDENTITY_OLD = "identity_old"
    IDENTITY_DAY = "identity_day"
    IDENTITY_DIGIT = "identity_digit"
    BORN_LATER = "born_later"
    PHONE = "phone"
    EMPTY_RANK = "empty_rank"
    WISH_TWICE = "wish_twice"
    UNKNOWN_CLASS = "unknown_class"
    NO_WISH = "no_wish"
    REGISTERED_EARLY = "registered_early"
    ACCEPTED_LATER = "accepted_later"
    NUMBER_TWICE = "number_twice"
    PERSON_TWICE = "person_twice"
    PERSON_ON_FILE = "person_on_file"
    PERSON_REPLACED = "person_replaced"
    PERSON_APPLYING = "person_applying"
    UNIT_TWICE = "unit_twice"
    FLOOR_ABOVE = "floor_above"
    ROOM_FLOOR = "room_floor"
    CLASS_DIFFERS = "class_differs"
    PROJECT_DIFFERS = "project_differs"
    CLASS_OWNERS = "class_owners"
    UNIT_IN_ROUND = "unit_in_round"
    UNIT_KEPT = "unit_kept"
    UNIT_STATE = "unit_state"
    EXTRA_COLUMN = "extra_column"
    ABSENT = "absent"
    TAKEN_BEFORE = "taken_before"
    NO_PHONE = "no_phone"
    PHONE_TWICE = "phone_twice"
    ADDRESS_TWICE = "address_twice"
    REGISTERED_LATER = "registered_later"
    YOUNG = "young"
    RESCUE_GROUP = "rescue_group"
    NO_INSURANCE = "no_insurance"
    PERSON_CHANGED = "person_changed"
    STAIRS_ONLY = "stairs_only"
    UNFINISHED = "unfinished"
    NOT_A_MONTH = "not_a_month"
    MONTHS_TURNED = "months_turned"
    NOT_YET = "not_yet"
    BIRTH_DAY = "birth_day"
    BIRTH_DIFFERS = "birth_differs"
    NO_SUCH_APPLICANT = "no_such_applicant"
    NOT_A_WORKER = "not_a_worker"
    NOT_ACCEPTABLE = "not_acceptable"


@dataclass(frozen=True, slots=True)
class Text:
    """Sentence and remedy, in Chinese and in English; names in braces are facts."""

    zh: str
    zh_remedy: str
    en: str
    en_remedy: str


K = FaultKind

NOTICES = frozenset(
    {
        K.EXTRA_COLUMN,
        K.ABSENT,
        K.TAKEN_BEFORE,
        K.NO_PHONE,
        K.PHONE_TWICE,
        K.ADDRESS_TWICE,
        K.REGISTERED_LATER,
        K.YOUNG,
        K.RESCUE_GROUP,
        K.NO_INSURANCE,
        K.PERSON_CHANGED,
        K.STAIRS_ONLY,
        K.UNFINISHED,
    }
)
