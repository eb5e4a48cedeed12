"""Places: how many, whose children, on which days; and that every place of the law is one."""

import tomllib
from datetime import date, timedelta

import pytest
from click.testing import CliRunner

from housing.cli import group
from housing.core.errors import BadInput, NotFound
from housing.core.settings import config_folder
from housing.places import Level, Place, PlaceBook
from housing.places.rows import COLUMNS, read_places
from housing.policies import PolicyBook

BOOK = PlaceBook.load()
DAY = date(2026, 9, 1)
HEADING = ",".join(COLUMNS)
# What became of a county, and the first day of its new name and code.
CHANGES = [
    ("430122", "望城县", "430112", "望城区", date(2011, 5, 20)),
    ("430124", "宁乡县", "430182", "宁乡市", date(2017, 4, 10)),
    ("430221", "株洲县", "430212", "渌口区", date(2018, 6, 19)),
    ("430521", "邵东县", "430582", "邵东市", date(2019, 12, 31)),
    ("431121", "祁阳县", "431181", "祁阳市", date(2021, 1, 20)),
    ("610721", "南郑县", "610703", "南郑区", date(2017, 7, 18)),
]


def place(code: str, **more: object) -> Place:
    level = {"0000": Level.PROVINCE, "00": Level.PREFECTURE}.get(
        code[2:] if code.endswith("0000") else code[4:], Level.COUNTY
    )
    parent = {
        Level.PROVINCE: "",
        Level.PREFECTURE: code[:2] + "0000",
        Level.COUNTY: code[:4] + "00",
    }[level]
    facts: dict[str, object] = {
        "code": code,
        "name": f"P{code}",
        "level": level,
        "parent": parent,
        "first": None,
        "last": None,
        "successor": "",
        "sample": False,
        "source": "a list",
    }
    return Place(**(facts | more))  # type: ignore[arg-type]


@pytest.mark.parametrize("day", [DAY, *(change[4] for change in CHANGES), date(2010, 1, 1)])
def test_hunan_and_hanzhong_are_whole_on_every_day(day: date) -> None:
    """14 prefectures and 122 counties; 11 in Hanzhong: a county renamed is still one county."""
    for on in (day, day - timedelta(days=1)):
        assert len(BOOK.children("430000", on)) == 14
        assert len(BOOK.counties("430000", on)) == 122
        assert len(BOOK.counties("610700", on)) == 11


def test_counties_of_each_prefecture() -> None:
    counted = {
        place.name: len(BOOK.counties(place.code, DAY)) for place in BOOK.children("430000", DAY)
    }
    assert counted == {
        "长沙市": 9,
        "株洲市": 9,
        "湘潭市": 5,
        "衡阳市": 12,
        "邵阳市": 12,
        "岳阳市": 9,
        "常德市": 9,
        "张家界市": 4,
        "益阳市": 6,
        "郴州市": 11,
        "永州市": 11,
        "怀化市": 12,
        "娄底市": 5,
        "湘西土家族苗族自治州": 8,
    }


def test_every_county_leads_to_its_province_by_its_code() -> None:
    """The policy values are looked up by these prefixes, so that both must say the same."""
    for province in BOOK.children("", DAY):
        for county in BOOK.counties(province.code, DAY, samples=True):
            codes = [found.code for found in BOOK.chain(county.code, DAY)]
            assert codes == [county.code, county.code[:4] + "00", county.code[:2] + "0000"]


@pytest.mark.parametrize(("old", "old_name", "new", "new_name", "first"), CHANGES)
def test_a_change_holds_from_its_first_day(
    old: str, old_name: str, new: str, new_name: str, first: date
) -> None:
    before = first - timedelta(days=1)
    assert BOOK.find(old, before).name == old_name
    assert BOOK.find(new, first).name == new_name
    assert BOOK.chain(new, first)[1] == BOOK.chain(old, before)[1]
    assert not BOOK.knows(old, first)
    assert not BOOK.knows(new, before)
    with pytest.raises(NotFound, match=f"{old}.*{before}.*{new} {new_name}"):
        BOOK.find(old, first)
    with pytest.raises(NotFound, match=f"{new}.*{first}"):
        BOOK.find(new, before)


def test_a_place_renamed_keeps_its_code() -> None:
    assert BOOK.find("431102", date(2005, 12, 30)).name == "芝山区"
    assert BOOK.find("431102", date(2005, 12, 31)).name == "零陵区"


def test_a_code_that_is_none_is_named() -> None:
    with pytest.raises(NotFound, match="430198"):
        BOOK.find("430198", DAY)
    with pytest.raises(NotFound, match="430198"):
        BOOK.children("430198", DAY)
    with pytest.raises(NotFound, match="430198"):
        BOOK.counties("430198", DAY)


def test_the_sample_county_is_one_and_is_not_counted() -> None:
    sample = BOOK.find("430199", DAY)
    assert (sample.name, sample.sample) == ("示例县", True)
    assert sample not in BOOK.children("430100", DAY)
    assert sample in BOOK.children("430100", DAY, samples=True)
    assert BOOK.counties("430199", DAY) == [sample]
    assert len(BOOK.counties("430000", DAY, samples=True)) == 123


def test_two_places_of_other_provinces_are_data_alone() -> None:
    assert [found.name for found in BOOK.chain("530100", DAY)] == ["昆明市", "云南省"]
    assert [found.name for found in BOOK.chain("150600", DAY)] == ["鄂尔多斯市", "内蒙古自治区"]


def test_every_place_of_a_policy_is_a_place_or_an_instrument() -> None:
    instruments: dict[str, list[str]] = {}
    for path in (config_folder() / "policies").rglob("*.toml"):
        for entry in tomllib.loads(path.read_text(encoding="utf-8")).get("instrument", []):
            instruments[entry["id"]] = entry["places"]
    for value in PolicyBook.load().all_values():
        known = value.place in instruments or BOOK.knows(value.place, value.in_force_from)
        assert known, f"{value.parameter}: {value.place}"
    for places in instruments.values():
        assert all(BOOK.knows(code, DAY) for code in places)


def test_one_code_may_be_given_again_on_later_days() -> None:
    above = [place("430000"), place("430100")]
    old = place("430101", name="甲", last=date(2000, 1, 1))
    new = place("430101", name="乙", first=date(2010, 1, 1))
    book = PlaceBook([*above, new, old])
    assert book.find("430101", date(2000, 1, 1)).name == "甲"
    assert book.find("430101", date(2010, 1, 1)).name == "乙"
    with pytest.raises(NotFound, match="2010-01-01"):
        book.find("430101", date(2005, 1, 1))


@pytest.mark.parametrize(
    ("places", "words"),
    [
        ([place("430100")], "430100.*430000"),
        ([place("430000"), place("430101")], "430101.*430100"),
        ([place("430000"), place("430100", parent="")], "430100"),
        ([place("430000"), place("430100"), place("430101", parent="430000")], "430101"),
        ([place("430000", successor="440000")], "440000"),
        ([place("430000"), place("430000")], "430000"),
        ([place("430000", last=date(2001, 1, 1)), place("430000")], "last day"),
        (
            [place("430000", last=date(2001, 1, 1)), place("430000", first=date(2001, 1, 1))],
            "last day",
        ),
    ],
)
def test_places_that_contradict_each_other_are_refused(places: list[Place], words: str) -> None:
    with pytest.raises(BadInput, match=words):
        PlaceBook(places)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("43010,甲,county,430100,,,,,a", "code.*43010"),
        ("４３０１０１,甲,county,430100,,,,,a", "six digits"),
        (",甲,county,430100,,,,,a", "code"),
        ("430101,,county,430100,,,,,a", "name"),
        ("430101,甲,county,430100,,,,,", "source"),
        ("430101,甲,village,430100,,,,,a", "village"),
        ("430101,甲,county,长沙,,,,,a", "parent"),
        ("430101,甲,county,430100,2021-02-30,,,,a", "2021-02-30"),
        ("430101,甲,county,430100,2021-02-02,2021-02-01,,,a", "before valid_from"),
        ("430101,甲,county,430100,,,,yes,a", "yes"),
        ("430101,甲,county,430100", "列"),
    ],
)
def test_a_row_that_is_not_whole_is_refused(row: str, words: str) -> None:
    with pytest.raises(BadInput, match=words) as refused:
        list(read_places("somewhere.csv", f"{HEADING}\n{row}\n".encode()))
    assert "somewhere.csv 第 2 行" in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"code,name\n", HEADING.encode("utf-16"), b"\xff\xfe"])
def test_a_file_of_another_form_is_refused(content: bytes) -> None:
    with pytest.raises(BadInput, match=r"somewhere\.csv"):
        list(read_places("somewhere.csv", content))


def test_the_places_are_listed_below_their_parents() -> None:
    result = CliRunner().invoke(group, ["places", "430100", "--on", "2011-05-20"])
    lines = result.output.splitlines()
    assert lines[0] == "430100  长沙市"
    assert "  430112  望城区  自 2011-05-20 起 / since" in lines
    assert "  430199  示例县  示例 sample" in lines
    assert not any("望城县" in line for line in lines)
    assert lines[-1] == "2011-05-20  省级 0，地级 1，县级 9"


def test_a_county_that_is_gone_is_answered_with_the_one_that_followed() -> None:
    result = CliRunner().invoke(group, ["places", "430122", "--on", "2026-09-01"])
    assert result.exit_code == 1
    assert "430112 望城区" in result.stderr
    everything = CliRunner().invoke(group, ["places", "--on", "2026-09-01"])
    assert everything.output.splitlines()[-1] == "2026-09-01  省级 4，地级 17，县级 135"
