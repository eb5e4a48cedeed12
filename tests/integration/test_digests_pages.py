"""What the public sees of the digests, and what it can take away."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from housing.app import create_app
from housing.core.audit.models import REGISTER_GUARD
from housing.core.audit.tags import Tag
from housing.core.canonical import sha256_hex
from housing.core.clock import day_of, standing_clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.settings import load_settings
from housing.digests.service import make_digests
from tests.conftest import PLACE
from tests.integration.digest_days import after, drop_guards, write


@pytest.fixture
def client(sqlite_database: Database, keyring: Keyring, tmp_path: Path) -> Iterator[FlaskClient]:
    """A visitor of the county's pages."""
    app = create_app(
        load_settings({"HOUSING_HOME": str(tmp_path), "HOUSING_PLACE": PLACE}),
        database=sqlite_database,
        keyring=keyring,
        clock=standing_clock(after(2)),
    )
    with app.test_client() as client:
        yield client


@pytest.fixture
def written(sqlite_database: Database, keyring: Keyring) -> Database:
    """Three acts on one day."""
    write(
        sqlite_database, keyring, after(0), Tag.ROUND_PREPARED, Tag.ROUND_PREPARED, Tag.ORDER_MADE
    )
    return sqlite_database


def _listing(client: FlaskClient, query: str = "") -> str:
    answer = client.get(f"/digests{query}")
    assert answer.status_code == 200
    return answer.text


def test_without_digests_the_page_says_when_there_will_be_some(client: FlaskClient) -> None:
    assert "还没有摘要" in _listing(client)
    assert 'href="/digests"' in client.get("/").text, "every page leads there"


def test_a_day_is_shown_with_what_was_done(
    written: Database, client: FlaskClient, tmp_path: Path
) -> None:
    (digest,) = make_digests(written, after(1), tmp_path)
    page = _listing(client)
    for shown in ("2026-09-01", digest.hash, "轮次立项 2", "生成排序 1", "新增 3 行", "，相符"):
        assert shown in page, shown
    assert "还没有摘要" not in page


def test_the_newest_is_first_and_old_ones_are_on_further_pages(
    written: Database, client: FlaskClient, tmp_path: Path
) -> None:
    make_digests(written, after(60), tmp_path)
    first, second = _listing(client), _listing(client, "?page=2")
    newest, oldest = f"下载 {day_of(after(59))}", "下载 2026-09-01"
    assert newest in first
    assert oldest not in first
    assert oldest in second
    assert first.index(newest) < first.index(f"下载 {day_of(after(58))}")


def test_the_file_is_handed_out_byte_for_byte(
    written: Database, client: FlaskClient, tmp_path: Path
) -> None:
    (digest,) = make_digests(written, after(1), tmp_path)
    answer = client.get("/digests/2026-09-01.json")
    assert answer.mimetype == "application/json"
    assert f"digest-{PLACE}-2026-09-01.json" in answer.headers["Content-Disposition"]
    assert answer.data == (tmp_path / PLACE / "2026-09-01.json").read_bytes()
    assert sha256_hex(answer.data) == digest.sha256


@pytest.mark.parametrize("day", ["2026-09-02", "2026-13-01", "gestern", "1"])
def test_another_day_is_not_found(client: FlaskClient, day: str) -> None:
    answer = client.get(f"/digests/{day}.json")
    assert answer.status_code == 404
    assert "没有" in answer.text


def test_a_fault_is_shown_to_everybody_but_not_whom_it_touches(
    written: Database, client: FlaskClient, tmp_path: Path
) -> None:
    drop_guards(written, REGISTER_GUARD)
    with written.engine.begin() as connection:
        connection.execute(
            text("UPDATE register_rows SET subject = 'household:张小明' WHERE number = 2")
        )
    make_digests(written, after(1), tmp_path)
    page = _listing(client)
    assert "核对不符：1 处" in page
    assert "第 2 行被改动" in page
    assert "张小明" not in page
    client.get("/preferences?language=en")
    english = _listing(client)
    assert "Faults found: 1" in english
    assert "row 2 was changed" in english
    assert "第 2 行" not in english


def test_another_place_is_another_board(
    written: Database, keyring: Keyring, tmp_path: Path
) -> None:
    make_digests(written, after(0) + timedelta(days=1), tmp_path)
    app = create_app(
        load_settings({"HOUSING_HOME": str(tmp_path), "HOUSING_PLACE": "430121"}),
        database=written,
        keyring=keyring,
        clock=standing_clock(after(2)),
    )
    with app.test_client() as neighbour:
        assert "还没有摘要" in neighbour.get("/digests").text
        assert neighbour.get("/digests/2026-09-01.json").status_code == 404
