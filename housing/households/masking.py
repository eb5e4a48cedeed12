"""What may be shown of a person: enough to recognise oneself, too little to find somebody."""

SURNAMES_OF_TWO = frozenset(
    {"欧阳", "上官", "司马", "诸葛", "司徒", "东方", "皇甫", "尉迟", "公孙", "令狐", "慕容"}
)


def masked_name(name: str) -> str:
    """Return 张*明 for 张小明, 张* for 张明, 欧阳* for 欧阳明; one character stays as it is."""
    surname = 2 if len(name) > 2 and name[:2] in SURNAMES_OF_TWO else 1
    if len(name) <= surname:
        return name
    if len(name) == surname + 1:
        return name[:surname] + "*"
    return name[:surname] + "*" * (len(name) - surname - 1) + name[-1]


def masked_identity(number: str) -> str:
    """Return the first three and the last two characters of an identity number."""
    return _ends(number, 3, 2)


def masked_phone(number: str) -> str:
    """Return the first three and the last two digits of a phone number."""
    return _ends(number, 3, 2)


def _ends(text: str, head: int, tail: int) -> str:
    """Show the ends of a long text; a short one, which may be a slip, shows its length only."""
    if len(text) < head + tail + 3:
        return "*" * len(text)
    return text[:head] + "*" * (len(text) - head - tail) + text[-tail:]
