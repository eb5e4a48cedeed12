"""Values as people read them: no code of the files stands where a word should."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from flask_babel import Babel

from housing.policies.book import PolicyBook
from housing.policies.shown import in_words

DAY = date(2026, 11, 1)
CODE = re.compile(r"[a-z]{2,}(_[a-z]+)*")


@pytest.fixture(autouse=True)
def in_chinese() -> Iterator[None]:
    """A request without translations: words as they stand in the code."""
    app = Flask(__name__)
    Babel(app, default_locale="zh_Hans_CN")
    with app.test_request_context():
        yield


def words(name: str, place: str) -> list[str]:
    book = PolicyBook.load()
    found = book.find(name, place, DAY)
    assert found is not None, name
    return in_words(found.value, book.registry.get(name).unit, name)


@pytest.mark.parametrize("place", ["430199", "610700"])
def test_the_list_of_papers_is_read_without_codes(place: str) -> None:
    lines = words("document_list", place)
    assert not [line for line in lines if CODE.search(line)]
    assert "身份证、户口簿（每位成员一份）" in lines
    assert "户口所在地社区公示证明（城镇低收入、城镇中等偏下收入）" in lines
    assert "监护关系证明（由监护人代为申请的）" in lines
    assert "诚信具结书（提交时在页面上声明）" in lines
    assert "其他（有就交）" in lines


@pytest.mark.parametrize("place", ["430199", "610700"])
def test_closed_lists_are_read_without_codes(place: str) -> None:
    book = PolicyBook.load()
    shown = {
        each.name: words(each.name, place)
        for each in book.registry.all_parameters()
        if each.unit == "enum" and book.find(each.name, place, DAY) is not None
    }
    assert len(shown) > 10
    assert {name: lines for name, lines in shown.items() if CODE.search("".join(lines))} == {}


def test_a_paper_with_an_unknown_condition_is_still_shown() -> None:
    papers = [{"key": "new", "name": "新材料", "when": ["later"]}]
    assert in_words(papers, "table", "document_list") == ["新材料（later）"]


@pytest.mark.parametrize("place", ["430199", "610700"])
def test_points_and_limits_are_read_with_their_units(place: str) -> None:
    lines = words("scoring_table", place)
    assert "轮候：每满一个月 0.5 分，最多 20 分" in lines
    assert lines[0].startswith("收入：救助对象 30 分；城镇低收入 20 分")
    assert "无房 30 分；人均不超过 6.00 m² 25 分" in lines[1]
    others = [*words("document_limits", place), *words("sheet_limits", place)]
    assert "现住房面积不大于 1000.00 m²" in others
    assert not [line for line in (*lines, *others) if CODE.search(line)]


def test_a_table_of_another_shape_is_still_shown() -> None:
    assert in_words({"income": {"rescue": 3000}}, "table", "scoring_table") == [
        "收入：救助对象 3000"
    ]
    assert in_words("见文件", "table", "scoring_table") == ["见文件"]
