"""The press: sets one PDF in a process of its own (`python -m housing.lists.press`).

typst keeps what it has set for the next time, a quarter of a gigabyte for each long list; a
server of pages must not hold that. Standard input is the task as JSON: `template`, `content`
(JSON text), `fonts` (folders) and `at` (time of writing, ISO). Standard output is the PDF. Exit
status 1 with typst's words on standard error when it cannot be set.
"""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import typst

#: The lists are for printing and carry no tags: for 3,000 households these would make 0.4 MB into
#: 5.5 MB. Read aloud, the same list is on its page and in the workbook.
#: Under this standard typst refuses a character that no font can show instead of leaving a gap.
STRICT: Literal["ua-1"] = "ua-1"
FOLDER = Path(__file__).parent


def main() -> int:
    """Set the PDF of the task on standard input."""
    task = json.load(sys.stdin.buffer)
    at = datetime.fromisoformat(task["at"]).replace(microsecond=0)
    characters = json.dumps(sorted(set(task["content"])))
    try:
        _set("glyphs.typ", characters, task["fonts"], pdf_standards=[STRICT])
        pdf = _set(task["template"], task["content"], task["fonts"], timestamp=at, pdf_tags=False)
    except typst.TypstError as fault:
        sys.stderr.write(str(fault))
        return 1
    sys.stdout.buffer.write(pdf)
    return 0


def _set(template: str, content: str, fonts: list[str], **options: Any) -> bytes:
    pdf = typst.compile(
        str(FOLDER / template),
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs={"content": content},
        **options,
    )
    if not isinstance(pdf, bytes):
        raise TypeError(f"typst returned {type(pdf).__name__}, not one PDF")
    return pdf


if __name__ == "__main__":
    sys.exit(main())
