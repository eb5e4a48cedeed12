"""The public pages of the rules: the matrix with its filters, and one rule with its words."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from housing.app import create_app
from housing.catalogue.book import Home, load_catalogue
from housing.core.db.session import open_database
from housing.core.keyring import Keyring
from housing.core.settings import load_settings

ROW = re.compile(r'<a href="/rules/([A-Z0-9-]+)">')


@pytest.fixture
def client(tmp_path: Path, keyring: Keyring) -> FlaskClient:
    """A visitor; the rules need no database, so this one is empty."""
    settings = load_settings({"HOUSING_HOME": str(tmp_path)})
    return create_app(settings, database=open_database("sqlite://"), keyring=keyring).test_client()


def _rows(client: FlaskClient, address: str) -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return ROW.findall(answer.text)


def test_the_pages_together_show_every_rule_once(client: FlaskClient) -> None:
    shown = [rule for page in range(1, 8) for rule in _rows(client, f"/rules?page={page}")]
    assert shown == [rule.id for rule in load_catalogue().rules]


@pytest.mark.parametrize(
    "asked",
    [
        {"instrument": "OD", "kind": "", "home": "outside"},
        {"instrument": "HN", "kind": "priority", "home": "code"},
        {"instrument": "KM", "kind": "rent", "home": ""},
    ],
)
def test_filters_narrow_the_list(client: FlaskClient, asked: dict[str, str]) -> None:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    wanted = [rule.id for rule in load_catalogue().select(**asked)]
    assert wanted
    assert _rows(client, f"/rules?{query}") == wanted


def test_nothing_found_and_nonsense_say_so(client: FlaskClient) -> None:
    assert "没有符合条件的条目" in client.get("/rules?home=nowhere").text
    assert "没有符合条件的条目" in client.get("/rules?instrument=<b>").text
    assert len(_rows(client, "/rules?page=999999")) == 1


def test_one_rule_shows_its_words_home_and_values(client: FlaskClient) -> None:
    rule = load_catalogue().find("HN-21-5")
    page = client.get("/rules/HN-21-5").text
    for said in (rule.text, rule.reading, rule.where, rule.test, "程序执行", "round_order_method"):
        assert said.replace("'", "&#39;") in page


def test_what_is_outside_says_why_in_the_language_of_the_visitor(client: FlaskClient) -> None:
    chinese, _, english = load_catalogue().find("HN-35-1").reason.partition(" / ")
    page = client.get("/rules/HN-35-1").text
    assert chinese in page
    assert english not in page
    client.set_cookie("language", "en")
    assert english in client.get("/rules/HN-35-1").text


def test_every_rule_has_a_page(client: FlaskClient) -> None:
    wrong = [
        rule.id
        for rule in load_catalogue().rules
        if client.get(f"/rules/{rule.id}").status_code != 200
    ]
    assert wrong == []


def test_an_unknown_rule_is_no_page(client: FlaskClient) -> None:
    answer = client.get("/rules/nonsense")
    assert answer.status_code == 404
    assert "nonsense" in answer.text


def test_the_pages_lead_to_the_rules(client: FlaskClient) -> None:
    assert 'href="/rules"' in client.get("/rules/HN-1-1").text


def test_the_numbers_add_up(client: FlaskClient) -> None:
    shown = re.findall(r"<li><strong>(\d+)</strong>", client.get("/rules").text)
    assert [int(number) for number in shown] == list(load_catalogue().homes().values())
    assert len(shown) == len(Home)
