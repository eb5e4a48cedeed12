"""Words that people read hold no article of an instrument: their place says what it cites."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.house

HOUSING = Path(__file__).resolve().parents[2] / "housing"
#: `HN 15`, `HN-15-3`, `HZS-4-1`; a citation that is not a sentence (a key of the catalogue).
ARTICLE = re.compile(r"\b(?:HN|HZS|HZR)[- ]?\d")
ONLY_IDS = re.compile(r"(?:(?:HN|HZS|HZR|KM|OD)[- ][\d-]+|[ ,()]|to)+")
#: 第十五条, unless the text names an instrument that holds everywhere.
BY_WORDS = re.compile(r"第[一二三四五六七八九十]+条")
EVERYWHERE = ("民法典", "令第11号", "意见")
#: How a template asks what the place cites.
ASKED = re.compile(r"basis_for\([^)]*\)")


def _names_an_article(words: str) -> bool:
    if ARTICLE.search(words) and not ONLY_IDS.fullmatch(words):
        return True
    return bool(BY_WORDS.search(words)) and not any(each in words for each in EVERYWHERE)


def _documentation(tree: ast.AST) -> set[int]:
    return {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def _literals(path: Path) -> Iterator[tuple[int, str]]:
    """Return line and text of every string of a module that is no documentation."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documentation = _documentation(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [each.value for each in node.values if isinstance(each, ast.Constant)]
            yield node.lineno, "".join(str(part) for part in parts)
        elif isinstance(node, ast.Constant) and id(node) not in documentation:
            yield node.lineno, str(node.value)


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    text = ASKED.sub("", path.read_text(encoding="utf-8"))
    yield from enumerate(text.splitlines(), start=1)


def _words() -> Iterator[tuple[Path, int, str]]:
    for path in sorted(HOUSING.rglob("*")):
        reader = {".py": _literals, ".html": _lines, ".txt": _lines}.get(path.suffix)
        if reader is not None:
            yield from ((path, line, text) for line, text in reader(path))


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("公示期满后才能办理（HN-15-3） / wait", True),
        ("HN 15：还有异议", True),
        ("由单位统一申请（第十三条）", True),
        ("应为无民事行为能力（民法典第二十条）", False),
        ("HN-15-3", False),
        ("HN 14 (HN-14-1, HN-14-3)", False),
        ("还有异议 / objections are open", False),
    ],
)
def test_the_test_knows_an_article_when_it_reads_one(words: str, names: bool) -> None:
    assert _names_an_article(words) is names


def test_no_words_name_an_article_of_an_instrument() -> None:
    found = [
        f"{path.relative_to(HOUSING)}:{line}: {text.strip()[:100]}"
        for path, line, text in _words()
        if _names_an_article(text)
    ]
    assert found == []
