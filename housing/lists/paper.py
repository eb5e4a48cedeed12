"""A list or slips as PDF, typeset by typst with fonts of its own, the same on every machine."""

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pylopdf_fonts_zh_cn

from housing.core.errors import BadInput
from housing.lists.listing import Listing


def listing_pdf(listing: Listing, written_at: datetime, fonts: Path | None = None) -> bytes:
    """Return a list as A4 pages, its header repeated and every page numbered.

    `fonts` is a folder with further fonts, for rare characters.

    Raises:
        BadInput: a character that no font can show; names it and the remedy.
    """
    content = {
        **{"code": listing.code, "title": listing.title, "title_en": listing.title_en},
        "notes": listing.notes,
        "widths": [column.width for column in listing.columns],
        "headers": [f"{column.zh}\n{column.en}" for column in listing.columns],
        "rows": [[str(cell) for cell in row] for row in listing.rows],
    }
    return typeset("listing.typ", content, written_at, fonts)


def typeset(
    template: str, content: object, written_at: datetime, fonts: Path | None = None
) -> bytes:
    """Return the PDF of a template of this folder; texts reach it as values, never as markup.

    Raises:
        BadInput: see `listing_pdf`.
    """
    folders = [Path(pylopdf_fonts_zh_cn.__file__).parent, *([fonts] if fonts else [])]
    task = {
        "template": template,
        "content": json.dumps(content, ensure_ascii=False),
        "fonts": [str(folder) for folder in folders if folder.is_dir()],
        "at": written_at.isoformat(),
    }
    done = subprocess.run(
        [sys.executable, "-m", "housing.lists.press"],
        input=json.dumps(task).encode(),
        capture_output=True,
        check=False,
    )
    if done.returncode:
        words = done.stderr.decode("utf-8", "replace").split("\n")
        fault = next((line for line in reversed(words) if line.strip()), str(done.returncode))
        raise BadInput(
            f"PDF 无法生成：{fault}；若有生僻字，请把含该字的字体放入 <home>/fonts"
            " / the PDF cannot be made; for rare characters put a font that has them"
            " into <home>/fonts"
        )
    return done.stdout
