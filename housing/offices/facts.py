"""What is told about an office when it is opened: by form, by command or by CSV row."""

from dataclasses import dataclass
from datetime import date

from housing.core.access.offices import OfficeKind


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """One office; `parent` is the code of a community's street office in the same place.

    `street` is the word by which sheets and applications name a street office's street.
    `opened_on` None: the day on which it is written down.
    """

    place: str
    kind: OfficeKind
    code: str
    name: str
    parent: str = ""
    street: str = ""
    phone: str = ""
    email: str = ""
    opened_on: date | None = None
