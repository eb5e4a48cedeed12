"""Taking a year's notice of the State Council: checked, put on file, written into the register."""

from pathlib import Path

from housing.calendar.notice import Notice, read_notice
from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.canonical import sha256_hex
from housing.core.errors import BrokenRule
from housing.core.files import write_whole
from housing.core.work import Work


def take_notice(work: Work, folder: Path, name: str, content: bytes, *, replace: bool) -> Notice:
    """Put the notice in the file `name` (<year>.toml) on file in `folder`.

    Deadlines that were reckoned provisionally for that year are reckoned by it from now on.

    Raises:
        NotAllowed: the actor may not take notices.
        BadInput: the file is no notice; names entry, value and remedy.
        BrokenRule: another notice of the year is on file and `replace` was not asked for.
    """
    work.actor.must(Permission.TAKE_CALENDAR)
    notice = read_notice(name, content)
    target = folder / name
    before = sha256_hex(target.read_bytes()) if target.exists() else None
    after = sha256_hex(content)
    if before not in (None, after) and not replace:
        raise BrokenRule(
            f"已有另一份 {notice.year} 年放假安排；确认更正请勾选“替换”（命令行加 --replace）"
            f" / another notice of {notice.year} is on file; tick 'replace' (or"
            " --replace) to correct it"
        )
    write_whole(target, content)
    work.record(
        Entry(
            Tag.CALENDAR_TAKEN,
            f"calendar:{notice.year}",
            before={"sha256": before} if before else None,
            after={"sha256": after, "rest": len(notice.rest), "working": len(notice.working)},
            document=notice.source,
        )
    )
    return notice
