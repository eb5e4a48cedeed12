"""Facts of the letters about leases."""

from datetime import date

from housing.letters.kinds import LetterKind

LEASE_FACTS: dict[LetterKind, dict[str, object]] = {
    LetterKind.MOVED_IN: {
        "household": "李明",
        "people": 3,
        "address": "幸福里小区1栋1单元301",
        "keys_on": date(2026, 9, 1),
        "starts_on": date(2026, 9, 1),
        "ends_on": date(2029, 8, 31),
    },
}
