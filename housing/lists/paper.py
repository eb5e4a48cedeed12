"""A list or slips as PDF, typeset by typst with fonts of its own, the same on every machine."""

import json
from collections.abc import Sequence
from datetime import datetime
from importlib.resources import as_file, files
from pathlib import Path
from typing import Literal

import pylopdf_fonts_zh_cn
import typst

from housing.core.errors import BadInput
from housing.lists.listing import Listing

#: Tagged and readable aloud; typst then also refuses characters that no font can show.
STANDARD: Literal["ua-1"] = "ua-1"


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
    with as_file(files("housing.lists").joinpath(template)) as source:
        try:
            return _pdf(source, json.dumps(content, ensure_ascii=False), folders, written_at)
        except typst.TypstError as fault:
            raise BadInput(
                f"PDF 无法生成：{fault}；若有生僻字，请把含该字的字体放入 <home>/fonts"
                " / the PDF cannot be made; for rare characters put a font that has them"
                " into <home>/fonts"
            ) from fault


def _pdf(source: Path, content: str, folders: Sequence[Path], written_at: datetime) -> bytes:
    pdf = typst.compile(
        str(source),
        font_paths=[str(folder) for folder in folders if folder.is_dir()],
        ignore_system_fonts=True,
        sys_inputs={"content": content},
        pdf_standards=[STANDARD],
        timestamp=written_at.replace(microsecond=0),
    )
    if not isinstance(pdf, bytes):
        raise TypeError(f"typst returned {type(pdf).__name__}, not one PDF")
    return pdf
