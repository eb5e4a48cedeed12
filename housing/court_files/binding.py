"""Binding a court file: the parts go to a process of its own, one PDF comes back."""

import base64
import json
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pylopdf_fonts_zh_cn

from housing.core.errors import BadInput
from housing.court_files.parts import Cover, Part
from housing.documents.own_process import Overrun, run

#: Longer than the thickest file takes; a page must not hold the server.
MOST_SECONDS = 120
#: Of all files together: beyond it the parts are printed one by one.
MOST_BYTES = 200 * 1024 * 1024
#: A file is dated by its day, so that the same parts give the same bytes.
_MIDNIGHT = timezone(timedelta(hours=8))


def bundle(cover: Cover, parts: Sequence[Part], fonts: Path | None = None) -> bytes:
    """Return one PDF of A4 pages: cover, index with page numbers, then the parts in order.

    Every page but the cover is numbered and says which part it belongs to; the parts are
    bookmarks. A file that cannot be opened has a page that says so, with its SHA-256, and does
    not keep the others out. `fonts` is a folder with further fonts, for rare characters.

    Raises:
        BadInput: no parts; more than 200 MB; a character that no font can show; or the file
            could not be bound in time.
    """
    if not parts:
        raise BadInput("案卷：没有任何材料 / a court file needs at least one part")
    if sum(len(part.content) for part in parts) > MOST_BYTES:
        raise BadInput(
            "案卷：材料合计超过 200 MB，请分册制作 / more than 200 MB; make it in volumes"
        )
    folders = [Path(pylopdf_fonts_zh_cn.__file__).parent, *([fonts] if fonts else [])]
    task = {
        "cover": _cover(cover),
        "parts": [_part(part) for part in parts],
        "fonts": [str(folder) for folder in folders if folder.is_dir()],
        "at": datetime.combine(cover.made_on, datetime.min.time(), _MIDNIGHT).isoformat(),
    }
    return _pressed(task)


def _pressed(task: object) -> bytes:
    sent = json.dumps(task, ensure_ascii=False).encode()
    try:
        made = run("housing.court_files.press", "bind", sent, MOST_SECONDS)
    except Overrun as fault:
        raise BadInput(
            "案卷没有制作成功：材料过大或已损坏；请先撤下打不开的材料再试"
            " / the court file could not be bound; take out files that cannot be opened"
        ) from fault
    if not made.startswith(b"%PDF"):
        raise BadInput(
            f"案卷没有制作成功：{made.decode('utf-8', 'replace').strip()}；若有生僻字，请把含该字的"
            "字体放入 <home>/fonts / the court file could not be set; for rare characters put a"
            " font that has them into <home>/fonts"
        )
    return made


def _cover(cover: Cover) -> dict[str, object]:
    return {
        "title": cover.title,
        "number": cover.number,
        "office": cover.office,
        "made_on": _chinese(cover.made_on.isoformat()),
        "facts": [list(pair) for pair in cover.facts],
    }


def _part(part: Part) -> dict[str, object]:
    return {
        "title": part.title,
        "on": part.on.isoformat() if part.on else "",
        "note": part.note,
        "text": part.text,
        "rows": [list(row) for row in part.rows],
        "content": base64.b64encode(part.content).decode(),
        "media_type": part.media_type,
    }


def _chinese(day: str) -> str:
    year, month, number = (int(each) for each in day.split("-"))
    return f"{year}年{month}月{number}日"
