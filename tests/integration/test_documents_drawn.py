"""Pages of PDFs as pictures: drawn apart, within limits, looked at once in the register."""

import io
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Response
from PIL import Image
from sqlalchemy import select

from housing.app import create_app
from housing.core.access.permissions import Role
from housing.core.audit.models import RegisterRow
from housing.core.audit.tags import Tag
from housing.core.cases import CaseRef
from housing.core.clock import Clock, standing_clock
from housing.core.db.session import Database
from housing.core.errors import NotFound
from housing.core.keyring import Keyring
from housing.core.settings import load_settings
from housing.core.work import working
from housing.documents import drawing, service
from housing.documents.answer import page_shown
from housing.documents.drawing import NotDrawn, drawn, drawn_pages
from housing.documents.folder import Folder
from housing.documents.limits import DRAWN_HEIGHT, DRAWN_WIDTH, LOOK_MINUTES, MOST_DRAWN
from housing.documents.models import Document
from tests.conftest import NOW, PLACE, actor
from tests.factories import files

CASE = CaseRef("application", 7, PLACE, "SQ2026000007")


def sent(content: bytes, pages: int = 1) -> tuple[Document, bytes]:
    return Document(name="收入.pdf", media_type="application/pdf", pages=pages), content


def seen(content: bytes, number: int = 1, pages: int = 1) -> Image.Image:
    return Image.open(io.BytesIO(drawn(*sent(content, pages), number)))


def test_a_page_is_a_picture_wide_enough_to_read() -> None:
    picture = seen(files.pdf(3), number=3, pages=3)
    assert (picture.format, picture.width) == ("WEBP", DRAWN_WIDTH)
    middle = picture.convert("RGB").getpixel((picture.width // 3, picture.height // 2))
    assert isinstance(middle, tuple)
    red, green, blue = middle
    assert green > 100 > max(red, blue)  # The rectangle, as WebP keeps it.


def test_what_was_typed_into_a_form_is_seen() -> None:
    darkest, _brightest = seen(files.pdf_filled_in()).convert("L").getextrema()
    assert darkest < 60


@pytest.mark.parametrize(
    ("width", "height"), [(14_400, 14_400), (1e7, 1e7), (3, 14_400), (14_400, 1), (1, 1), (0, 0)]
)
def test_no_size_of_a_page_makes_a_picture_too_large(width: float, height: float) -> None:
    picture = seen(files.pdf_of_size(width, height))
    assert 1 <= picture.width <= DRAWN_WIDTH + 1
    assert 1 <= picture.height <= DRAWN_HEIGHT + 1


def test_a_picture_inside_that_swells_a_thousandfold_does_no_harm() -> None:
    content = files.pdf_with_bomb(9_000)
    assert len(content) * 900 < 9_000 * 9_000 * 3
    assert seen(content).width == DRAWN_WIDTH


def test_a_page_that_takes_for_ever_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "MOST_WAITING_SECONDS", 2)
    content = files.pdf_drawing(b"0 0 m 100 900 300 -100 600 800 c S\n", 600_000)
    assert len(content) < 100_000
    with pytest.raises(NotDrawn):
        drawn(*sent(content), 1)


def test_whoever_waits_too_long_for_a_turn_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "MOST_WAITING_SECONDS", 0.01)
    with drawing._DRAWING, drawing._DRAWING, pytest.raises(NotDrawn):
        drawn(*sent(files.pdf()), 1)
    monkeypatch.undo()
    assert drawn(*sent(files.pdf()), 1)  # Each turn was given back.


@pytest.mark.parametrize("content", [b"%PDF-1.7\nnothing at all\n%%EOF", files.pdf(5)[:200], b""])
def test_what_is_damaged_is_not_drawn(content: bytes) -> None:
    with pytest.raises(NotDrawn):
        drawn(*sent(content), 1)


@pytest.mark.skipif(sys.platform == "win32", reason="the system has no such limits")
@pytest.mark.parametrize("greed", ["while True: pass", "bytearray(3 << 30)"])
def test_a_process_of_its_own_ends_at_its_limits(greed: str) -> None:
    code = f"from housing.documents.own_process import *\nlimit_this_process(1)\n{greed}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode != 0


def test_a_stranger_s_file_is_opened_without_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    held: dict[str, dict[str, str]] = {}

    def noted(*_given: object, env: dict[str, str], **_named: object) -> object:
        held["env"] = env
        return subprocess.CompletedProcess([], 0, b"picture")

    monkeypatch.setenv("HOUSING_SMTP_PASSWORD", "secret")
    monkeypatch.setattr("housing.documents.own_process.subprocess.run", noted)
    drawn(*sent(files.pdf()), 1)
    assert "secret" not in held["env"].values()
    assert "PATH" in held["env"]


def test_only_the_first_pages_are_shown() -> None:
    document, content = sent(files.pdf(MOST_DRAWN + 2), MOST_DRAWN + 2)
    assert list(drawn_pages(document)) == list(range(1, MOST_DRAWN + 1))
    for number in (0, MOST_DRAWN + 1):
        with pytest.raises(NotFound):
            drawn(document, content, number)
    picture = Document(name="a.jpg", media_type="image/jpeg", pages=1)
    with pytest.raises(NotFound):
        drawn(picture, files.picture(), 1)


def answered(home: Path, database: Database, keyring: Keyring, content: bytes) -> Response:
    settings = load_settings({"HOUSING_HOME": str(home)})
    app = create_app(settings, database=database, keyring=keyring, clock=standing_clock(NOW))
    with app.test_request_context():
        return page_shown(*sent(content), 1)


def test_a_page_as_an_answer_is_not_kept_and_does_nothing(
    sqlite_database: Database, keyring: Keyring, tmp_path: Path
) -> None:
    good = answered(tmp_path, sqlite_database, keyring, files.pdf())
    wrong = answered(tmp_path, sqlite_database, keyring, b"%PDF-1.7\n%%EOF")
    assert (good.status_code, good.content_type) == (200, "image/webp")
    assert (wrong.status_code, wrong.mimetype) == (422, "image/svg+xml")
    assert "请打开原件查看" in wrong.get_data(as_text=True)
    for each in (good, wrong):
        assert each.headers["Cache-Control"] == "no-store"
        assert "sandbox" in each.headers["Content-Security-Policy"]


def test_the_pages_of_one_look_are_one_row_of_the_register(
    database: Database, keyring: Keyring, clock: Clock, tmp_path: Path
) -> None:
    folder = Folder(tmp_path / "documents")
    content = files.pdf(4)
    kept = []
    for each in (content, files.pdf(2)):
        with working(database.acts, actor(Role.APPLICANT), clock, keyring) as work:
            stream = io.BytesIO(each)
            kept.append(service.keep(work, folder, CASE, "income", "收入.pdf", stream))

    def look(document: Document, name: str = "street", later: int = 0) -> None:
        clock = standing_clock(NOW + timedelta(minutes=later))
        with working(database.acts, actor(Role.STREET, name), clock, keyring) as work:
            service.read(work, folder, CASE, document, is_page=True)

    def rows() -> list[tuple[str, object]]:
        with database.reads() as session:
            shown = RegisterRow.tag == Tag.DOCUMENT_SHOWN.value
            asked = select(RegisterRow).where(shown).order_by(RegisterRow.number)
            return [(each.actor, each.after["document"]) for each in session.scalars(asked)]  # type: ignore[index]

    first, second = kept
    for _page in range(4):
        look(first)
    assert rows() == [("street", first.id)]
    look(second)
    look(first, name="another")
    assert rows()[1:] == [("street", second.id), ("another", first.id)]
    look(first, later=LOOK_MINUTES)
    assert len(rows()) == 3
    look(first, later=LOOK_MINUTES + 1)
    assert len(rows()) == 4
    with working(database.acts, actor(Role.APPLICANT), clock, keyring) as work:
        service.read(work, folder, CASE, first, is_page=True)
    assert len(rows()) == 4
