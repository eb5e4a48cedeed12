"""Every sentence of the pages has its English, and the compiled catalogue is the written one."""

import io
import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

pytestmark = pytest.mark.house

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "housing" / "translations"
WRITTEN = FOLDER / "en" / "LC_MESSAGES" / "messages.po"
REMEDY = (
    "pybabel extract -F housing/translations/babel.cfg -k _l -o messages.pot housing && "
    "pybabel update -i messages.pot -d housing/translations, translate, then pybabel compile"
)
_HOLE = re.compile(r"%\(\w+\)s|\{\w+\}")


def _said() -> set[str]:
    """Return every sentence that the pages ask the catalogue for."""
    methods = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
    keywords = {"_": None, "gettext": None, "_l": None, "lazy_gettext": None}
    found = extract_from_dir(ROOT / "housing", methods, keywords=keywords)
    return {message for _file, _line, message, _comments, _context in found if message}


def test_every_sentence_has_its_english_and_none_is_left_over() -> None:
    with WRITTEN.open("rb") as file:
        catalogue = {message.id: message.string for message in read_po(file) if message.id}
    said = _said()
    assert said - set(catalogue) == set(), REMEDY
    assert set(catalogue) - said == set(), REMEDY
    assert [sentence for sentence, english in catalogue.items() if not english] == []


def test_no_english_drops_or_invents_a_value() -> None:
    with WRITTEN.open("rb") as file:
        wrong = [
            message.id
            for message in read_po(file)
            if message.id
            and set(_HOLE.findall(str(message.id))) != set(_HOLE.findall(str(message.string)))
        ]
    assert wrong == []


def test_the_compiled_catalogue_is_the_written_one() -> None:
    compiled = io.BytesIO()
    with WRITTEN.open("rb") as file:
        write_mo(compiled, read_po(file))
    assert WRITTEN.with_suffix(".mo").read_bytes() == compiled.getvalue(), REMEDY
