"""The press of court files, in a process of its own: `python -m housing.court_files.press bind`.

Strangers' files are opened here and nowhere else. Standard input is the task as JSON of
`binding`, standard output the PDF; where a text cannot be set, typst's words instead of a PDF.
"""

import base64
import hashlib
import io
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import typst
from pypdf import PageObject, PdfWriter

from housing.court_files.exhibits import pages_of, reader_of
from housing.documents.own_process import limit_this_process

FOLDER = Path(__file__).parent
MOST_SECONDS = 110
STRICT = "ua-1"
Task = Mapping[str, Any]


def main() -> int:
    """Bind the file of the task on standard input."""
    limit_this_process(MOST_SECONDS)
    task = json.load(sys.stdin.buffer)
    try:
        _refuse_gaps(task)
        made = bound(task)
    except typst.TypstError as fault:
        made = str(fault).strip().splitlines()[-1].encode()
    sys.stdout.buffer.write(made)
    return 0


def bound(task: Task) -> bytes:
    """Return the PDF of a task; the front is set again once the length of the index is known."""
    bodies = [_body(task, part) for part in task["parts"]]
    lengths = [len(pages) for pages in bodies]
    front = _front(task, _starts(1, lengths))
    front = _front(task, _starts(len(front), lengths))
    writer = PdfWriter()
    for page in front:
        writer.add_page(page)
    starts = _starts(len(front), lengths)
    labels = [
        part["title"]
        for part, count in zip(task["parts"], lengths, strict=True)
        for _ in range(count)
    ]
    marks = _marks(task, len(front), labels)
    for page, mark in zip((page for pages in bodies for page in pages), marks, strict=True):
        writer.add_page(page).merge_page(mark)
    for part, start in zip(task["parts"], starts, strict=True):
        writer.add_outline_item(title=part["title"], page_number=start - 1)
    return _written(task, writer)


def _body(task: Task, part: Task) -> list[PageObject]:
    if part["content"]:
        content = base64.b64decode(part["content"])
        pages = pages_of(content, part["media_type"])
        if pages:
            return pages
        return _set(task, "lost.typ", {"part": _told(part), "sha256": _sha256(content)})
    return _set(task, "text.typ", {"part": {**_told(part), "sections": _sections(part["text"])}})


def _front(task: Task, starts: Sequence[int]) -> list[PageObject]:
    index = [
        {**_told(part), "page": start} for part, start in zip(task["parts"], starts, strict=True)
    ]
    return _set(task, "front.typ", {"cover": task["cover"], "index": index})


def _marks(task: Task, before: int, labels: Sequence[str]) -> list[PageObject]:
    """Return one transparent page a page: what it belongs to, and its number of all."""
    content = {
        "number": task["cover"]["number"],
        "before": before,
        "total": before + len(labels),
        "labels": list(labels),
    }
    return _set(task, "marks.typ", content)


def _starts(front: int, lengths: Sequence[int]) -> list[int]:
    """Return on which page each part begins, counting from 1 with the cover."""
    return [front + sum(lengths[:at]) + 1 for at in range(len(lengths))]


def _told(part: Task) -> dict[str, Any]:
    return {name: part[name] for name in ("title", "on", "note", "rows")}


def _sections(text: str) -> list[list[str]]:
    return [section.split("\n") for section in text.strip().split("\n\n")] if text.strip() else []


def _set(task: Task, template: str, content: object) -> list[PageObject]:
    pdf = _typeset(template, json.dumps(content, ensure_ascii=False), task)
    return list(reader_of(pdf).pages)


def _typeset(template: str, content: str, task: Task, **options: Any) -> bytes:
    pdf = typst.compile(
        str(FOLDER / template),
        font_paths=task["fonts"],
        ignore_system_fonts=True,
        sys_inputs={"content": content},
        timestamp=datetime.fromisoformat(task["at"]),
        **options,
    )
    if not isinstance(pdf, bytes):
        raise TypeError(f"typst returned {type(pdf).__name__}, not one PDF")
    return pdf


def _refuse_gaps(task: Task) -> None:
    """Under its strict standard typst refuses a character that no font can show."""
    characters = sorted(set("".join(_words(task))) - {"\n", "\r", "\t"})
    _typeset("glyphs.typ", json.dumps(characters), task, pdf_standards=[STRICT])


def _words(task: Task) -> Iterator[str]:
    yield json.dumps(task["cover"], ensure_ascii=False)
    for part in task["parts"]:
        yield from (part["title"], part["note"], part["text"])
        yield from (cell for row in part["rows"] for cell in row)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _written(task: Task, writer: PdfWriter) -> bytes:
    writer.add_metadata({"/Title": task["cover"]["title"], "/Producer": "gongzufang-housing"})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
