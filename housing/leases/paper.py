"""Papers about leases as PDF, typeset with fonts of their own, the same on every machine."""

import json
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Literal

import pylopdf_fonts_zh_cn
import typst

from housing.core.errors import BadInput

FOLDER = Path(__file__).parent
#: Under this standard typst refuses a character that no font can show instead of leaving a gap.
STRICT: Literal["ua-1"] = "ua-1"


def typeset(template: str, content: object, written_on: date, fonts: Path | None = None) -> bytes:
    """Return the PDF of a template of this folder; texts reach it as values, never as markup.

    `fonts` is a folder with further fonts, for rare characters. The same content gives the same
    bytes.

    Raises:
        BadInput: a character that no font can show; names it and the remedy.
    """
    folders = [Path(pylopdf_fonts_zh_cn.__file__).parent, *([fonts] if fonts else [])]
    try:
        made = typst.compile(
            str(FOLDER / template),
            font_paths=[str(folder) for folder in folders if folder.is_dir()],
            ignore_system_fonts=True,
            sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
            timestamp=datetime.combine(written_on, time(), UTC),
            pdf_standards=[STRICT],
        )
    except typst.TypstError as fault:
        words = str(fault).strip().splitlines()
        raise BadInput(
            f"合同无法生成：{words[-1] if words else fault}；若有生僻字，请把含该字的字体放入"
            " <home>/fonts / the contract cannot be made; for rare characters put a font that has"
            " them into <home>/fonts"
        ) from fault
    if not isinstance(made, bytes):
        raise TypeError(f"typst returned {type(made).__name__}, not one PDF")
    return made
