"""The lists: everybody once, in order, masked; receipts complete and for their owner only."""

import io
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from housing.core.audit.models import RegisterRow
from housing.core.audit.tags import Tag
from housing.core.clock import standing_clock
from housing.core.db.session import Database
from housing.core.errors import BadInput, NotAllowed, WrongState
from housing.core.keyring import Keyring
from housing.core.work import working
from housing.demo.officers import CENTRE, REVIEWER, officer
from housing.lists.excel import workbook
from housing.lists.listing import Column, Listing
from housing.lists.paper import listing_pdf
from housing.lists.service import write_lists, write_receipts
from housing.rounds import queries
from tests.conftest import PLACE
from tests.integration.demonstrations import STORY, run_until, small_job

NOW = datetime(2026, 9, 1, 1, 30, 15, 250, tzinfo=UTC)
LATE = standing_clock(STORY.at(27, 9))


def _listing(*rows: tuple[str | int, ...]) -> Listing:
    columns = tuple(Column(word, "x", 2) for word in ("位次", "姓名"))
    return Listing("430199-2026-001", "排序名单", "Order", ("说明",), columns, rows)


def _sheet(raw: bytes, number: int = 0) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_index(number).to_python()


def _round_id(database: Database) -> int:
    with database.reads() as session:
        return queries.rounds_of(session, PLACE)[0].id


def test_texts_stay_texts_and_numbers_numbers() -> None:
    rows = _sheet(workbook(_listing((1, "=1+1"), (2, "@SUM(A1)")), NOW))
    assert rows[1:] == [[1.0, "=1+1"], [2.0, "@SUM(A1)"]]


def test_notes_have_their_own_sheet() -> None:
    assert ["说明"] in _sheet(workbook(_listing(), NOW), 1)


def test_a_list_on_paper_is_the_same_bytes_each_time() -> None:
    listing = _listing(*((n, f"张*{n}") for n in range(1, 80)))
    first = listing_pdf(listing, NOW)
    assert first.startswith(b"%PDF-")
    assert first == listing_pdf(listing, NOW)


def test_names_cannot_act_as_markup_on_paper() -> None:
    assert listing_pdf(_listing((1, '#panic("x") $ * _ @no')), NOW).startswith(b"%PDF-")


def test_a_character_that_no_font_shows_is_refused_by_name() -> None:
    with pytest.raises(BadInput, match=r"𡋾.*<home>/fonts"):
        listing_pdf(_listing((1, "张𡋾")), NOW)


def test_lists_hold_everybody_once_in_order_and_masked(
    sqlite_database: Database, keyring: Keyring, tmp_path: Path
) -> None:
    job = small_job(tmp_path, sqlite_database, keyring)
    a_round = job.run()
    rows = _sheet((job.folder / "results.xlsx").read_bytes())[1:]
    with sqlite_database.reads() as session:
        figures = queries.figures(session, a_round.id)
    assert [row[0] for row in rows] == [float(n) for n in range(1, figures.households + 1)]
    assert sum(row[7] == "得房" for row in rows) == figures.housed
    assert all("*" in str(row[2]) and "*" in str(row[3]) for row in rows)
    flats = [row[9] for row in rows if row[9]]
    assert len(set(flats)) == len(flats) == figures.housed
    order = _sheet((job.folder / "order.xlsx").read_bytes())[1:]
    assert [row[1] for row in order] == [row[1] for row in rows]


def test_before_publication_only_the_order_is_written(
    sqlite_database: Database, keyring: Keyring, tmp_path: Path
) -> None:
    run_until(tmp_path, sqlite_database, keyring, "分配与证明 engine")
    round_id = _round_id(sqlite_database)
    with sqlite_database.reads() as session:
        written = write_lists(session, round_id, tmp_path / "out", NOW)
    assert [path.name for path in written] == ["order.xlsx", "order.pdf"]


def test_without_an_order_there_is_no_list(
    sqlite_database: Database, keyring: Keyring, tmp_path: Path
) -> None:
    run_until(tmp_path, sqlite_database, keyring, "摇号与排序 draw")
    round_id = _round_id(sqlite_database)
    with sqlite_database.reads() as session, pytest.raises(WrongState, match="no order yet"):
        write_lists(session, round_id, tmp_path / "out", NOW)


def test_receipts_are_complete_private_and_logged(
    sqlite_database: Database, keyring: Keyring, tmp_path: Path
) -> None:
    run_until(tmp_path, sqlite_database, keyring, "摇号与排序 draw")
    round_id, path = _round_id(sqlite_database), tmp_path / "receipts.pdf"
    reviewer, centre = officer(REVIEWER, PLACE), officer(CENTRE, PLACE)
    with (
        pytest.raises(NotAllowed),
        working(sqlite_database.acts, centre, LATE, keyring) as work,
    ):
        write_receipts(work, round_id, path)
    assert not path.exists()
    with working(sqlite_database.acts, reviewer, LATE, keyring) as work:
        assert write_receipts(work, round_id, path) == 120
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with sqlite_database.reads() as session:
        tags = {row.tag for row in session.query(RegisterRow)}
    assert Tag.RECEIPTS_SHOWN.value in tags
