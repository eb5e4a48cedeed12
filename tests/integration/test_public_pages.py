"""What the public sees of a round, and from when on."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from housing.app import create_app
from housing.core.clock import standing_clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.settings import load_settings
from housing.rounds import queries, service
from housing.rounds.models import Round
from housing.rounds.shown import OUTCOMES, SORTS_OF_RESULTS
from housing.web.limits import limiter
from tests.conftest import NOW, PLACE
from tests.integration.small_county import AFTER_PUBLICITY, CENTRE, HEAD, County, usual

OUTCOME_WORDS = ("分到房", "未分到", "发放租赁补贴")
NAMES = [f"张小{letter}" for letter in "甲乙丙丁戊己庚辛壬癸"]


@pytest.fixture
def county(sqlite_database: Database, keyring: Keyring) -> County:
    """The usual small county."""
    return County(sqlite_database, keyring).fill(*usual(keyring))


@pytest.fixture
def client(county: County, tmp_path: Path) -> Iterator[FlaskClient]:
    """A visitor of the county's pages, long after the round."""
    app = create_app(
        load_settings({"HOUSING_HOME": str(tmp_path), "HOUSING_PLACE": PLACE}),
        database=county.database,
        keyring=county.keyring,
        clock=standing_clock(AFTER_PUBLICITY + timedelta(days=30)),
    )
    app.config["WTF_CSRF_ENABLED"] = False
    limiter.enabled = False
    yield app.test_client()
    limiter.enabled = True


def _receipts(
    county: County, a_round: Round, at: datetime = AFTER_PUBLICITY + timedelta(days=2)
) -> list[tuple[str, str]]:
    def read(work: object) -> list[tuple[str, str]]:
        return [
            (receipt.code, county.keyring.unseal(receipt.household.identity_sealed))
            for receipt in queries.receipts(work, a_round.id)  # type: ignore[arg-type]
        ]

    return county.act(HEAD, at, read)


def _looked_up(client: FlaskClient, receipt: tuple[str, str]) -> str:
    answer = client.post("/find", data={"code": receipt[0], "last4": receipt[1][-4:]})
    assert answer.status_code == 200, answer.text
    return answer.text.partition("<main")[2]


def test_no_round_yet_says_so(client: FlaskClient) -> None:
    assert "目前没有公示中或已公布的轮次" in client.get("/").text


def test_a_round_is_hidden_until_its_order_is_shown(county: County, client: FlaskClient) -> None:
    a_round = county.drawn(county.frozen())
    assert a_round.code not in client.get("/").text
    for page in ("", "/results", "/verify", "/package.zip", "/lists/order.xlsx"):
        assert client.get(f"/rounds/{a_round.code}{page}").status_code == 404, page
    code, identity = _receipts(county, a_round, NOW + timedelta(hours=3))[0]
    answer = client.post("/find", data={"code": code, "last4": identity[-4:]})
    assert answer.status_code == 400
    county.ordered(a_round)
    assert a_round.code in client.get("/").text
    assert client.get(f"/rounds/{a_round.code}/results").status_code == 200


def test_nobody_learns_an_outcome_before_it_is_published(
    county: County, client: FlaskClient
) -> None:
    a_round = county.allocated()
    county.act(CENTRE, AFTER_PUBLICITY, lambda work: service.check(work, a_round.id))
    order = client.get(f"/rounds/{a_round.code}/results").text
    asked = [f"sort={sort}" for sort in SORTS_OF_RESULTS if sort in ("class", "unit")]
    asked += [f"status={status}" for status in OUTCOMES]
    for query in asked:
        assert _rows(client.get(f"/rounds/{a_round.code}/results?{query}").text) == _rows(order)
    for receipt in _receipts(county, a_round)[:7]:
        page = _looked_up(client, receipt)
        assert "等待分配" in page
        assert "P01-000" not in page
        assert not any(f"<h2>{words}" in page for words in OUTCOME_WORDS)
    shown = client.get(f"/rounds/{a_round.code}").text
    assert "独立复算" not in shown
    for page in ("/verify", "/package.zip", "/lists/results.xlsx", "/pictures/tiers.svg"):
        assert client.get(f"/rounds/{a_round.code}{page}").status_code == 404, page


def _rows(page: str) -> str:
    return page.partition("<tbody")[2].partition("</tbody>")[0]


def test_published_results_are_masked_everywhere(county: County, client: FlaskClient) -> None:
    a_round = county.published()
    pages = [client.get(f"/rounds/{a_round.code}{page}").text for page in ("", "/results")]
    pages += [_looked_up(client, receipt) for receipt in _receipts(county, a_round)]
    identities = [identity for _code, identity in _receipts(county, a_round)]
    for page in pages:
        assert not any(name in page for name in NAMES)
        assert not any(identity in page for identity in identities)
        assert "SQ20250000" not in page


def test_every_household_finds_its_own_outcome(county: County, client: FlaskClient) -> None:
    a_round = county.published()
    pages = [_looked_up(client, receipt) for receipt in _receipts(county, a_round)]
    assert sum("分到了房" in page for page in pages) == 5
    assert sum("发放租赁补贴</h2>" in page for page in pages) == 1
    assert sum("不在本轮名册中" in page for page in pages) == 2
    assert sum("本轮没有分到房" in page for page in pages) == 1


@pytest.mark.parametrize(("code", "last4"), [("0" * 16, "1234"), ("short", "1234"), ("", "")])
def test_a_wrong_code_tells_nothing(
    county: County, client: FlaskClient, code: str, last4: str
) -> None:
    county.published()
    answer = client.post("/find", data={"code": code, "last4": last4})
    assert answer.status_code == 400
    assert "outcome-" not in answer.text


def test_an_annulled_round_stays_visible_with_its_reason(
    county: County, client: FlaskClient
) -> None:
    a_round = county.published()
    county.act(
        HEAD,
        AFTER_PUBLICITY + timedelta(days=1),
        lambda work: service.annul(
            work, a_round.id, reason="异议成立：漏登一户", document="复核〔2026〕3号"
        ),
    )
    assert "已作废" in client.get("/").text
    page = client.get(f"/rounds/{a_round.code}").text
    assert "异议成立：漏登一户" in page
    assert "复核〔2026〕3号" in page
    assert "本轮已作废" in client.get(f"/rounds/{a_round.code}/results").text
    assert "以下结果无效" in _looked_up(client, _receipts(county, a_round)[0])


def test_pictures_are_files_without_scripts(county: County, client: FlaskClient) -> None:
    a_round = county.published()
    for name in ("tiers", "wishes", "classes", "closing"):
        answer = client.get(f"/rounds/{a_round.code}/pictures/{name}.svg")
        assert answer.mimetype == "image/svg+xml"
        assert b"<script" not in answer.data
    assert client.get(f"/rounds/{a_round.code}/pictures/other.svg").status_code == 404


def test_lists_are_handed_out_once_published(county: County, client: FlaskClient) -> None:
    a_round = county.published()
    for name, first in (("results.xlsx", b"PK"), ("results.pdf", b"%PDF"), ("order.pdf", b"%PDF")):
        answer = client.get(f"/rounds/{a_round.code}/lists/{name}")
        assert answer.data.startswith(first), name
    assert client.get(f"/rounds/{a_round.code}/lists/receipts.pdf").status_code == 404


def test_large_type_and_english_are_kept(client: FlaskClient) -> None:
    answer = client.get("/preferences?language=en&type=large&back=/find")
    assert answer.location == "/find"
    page = client.get("/find").text
    assert 'lang="en" class="large-type"' in page
    assert "Receipt code" in page
    assert client.get("/preferences?back=//evil.example").location == "/"


def test_the_rules_in_force_are_shown_with_article_and_source(
    county: County, client: FlaskClient
) -> None:
    a_round = county.published()
    page = client.get(f"/rounds/{a_round.code}/rules").text
    assert "第十八条" in page
    assert "暂定" in page
    assert "自己登记了才可以" in page
    assert "64 比特" in page
    assert "priority_rules" not in page
