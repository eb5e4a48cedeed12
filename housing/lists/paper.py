"""A list or slips as PDF, typeset by typst with fonts of its own, the same on every machine."""

import json
from collections.abc import Sequence
from datetime import datetime
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Literal

import pylopdf_fonts_zh_cn
import typst

from housing.core.errors import BadInput
from housing.lists.listing import Listing

#: The lists are for printing and carry no tags: for 3,000 households these would make 0.4 MB into
#: 5.5 MB. Read aloud, the same list is on its page and in the workbook.
#: Under this standard typst refuses a character that no font can show instead of leaving a gap.
STRICT: Literal["ua-1"] = "ua-1"


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
    text = json.dumps(content, ensure_ascii=False)
    try:
        _compile("glyphs.typ", json.dumps(sorted(set(text))), folders, pdf_standards=[STRICT])
        moment = written_at.replace(microsecond=0)
        return _compile(template, text, folders, timestamp=moment, pdf_tags=False)
    except typst.TypstError as fault:
        raise BadInput(
            f"PDF 无法生成：{fault}；若有生僻字，请把含该字的字体放入 <home>/fonts"
            " / the PDF cannot be made; for rare characters put a font that has them"
            " into <home>/fonts"
        ) from fault


def _compile(template: str, content: str, folders: Sequence[Path], **options: Any) -> bytes:
    with as_file(files("housing.lists").joinpath(template)) as source:
        pdf = typst.compile(
            str(source),
            font_paths=[str(folder) for folder in folders if folder.is_dir()],
            ignore_system_fonts=True,
            sys_inputs={"content": content},
            **options,
        )
    if not isinstance(pdf, bytes):
        raise TypeError(f"typst returned {type(pdf).__name__}, not one PDF")
    return pdf
