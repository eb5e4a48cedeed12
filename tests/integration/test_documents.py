"""Documents of a case: kept once, sealed, found damaged, shown with safe headers, swept."""

import io
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from housing.app import create_app
from housing.core.access.permissions import Role
from housing.core.audit.models import RegisterRow
from housing.core.audit.tags import Tag
from housing.core.cases import CaseRef
from housing.core.clock import Clock, day_of, standing_clock
from housing.core.db.session import Database
from housing.core.errors import BadInput, MissingPolicyValue, NotFound, WrongState
from housing.core.keyring import Keyring
from housing.core.settings import load_settings
from housing.core.work import working
from housing.documents import queries, service
from housing.documents.answer import shown
from housing.documents.examine import Examined, examine
from housing.documents.folder import Folder
from housing.documents.jobs import GRACE, sweep
from housing.documents.models import Document
from housing.policies.book import PolicyBook
from housing.web.guards import public
from tests.conftest import NOW, PLACE, actor
from tests.factories import files

CASE = CaseRef("application", 7, PLACE, "SQ2026000007")
OTHER = CaseRef("application", 8, PLACE, "SQ2026000008")
ALLOWED = PolicyBook.load().value("document_limits", PLACE, day_of(NOW)).value
JPEG = files.picture()
Act = Callable[..., Document]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """An empty folder of documents."""
    return Folder(tmp_path / "documents")


@pytest.fixture
def keep(database: Database, keyring: Keyring, clock: Clock, folder: Folder) -> Act:
    """Keeps a file for a case, each time in an act of its own."""

    def kept(
        content: bytes = JPEG,
        kind: str = "identity",
        case: CaseRef = CASE,
        member_id: int | None = None,
        role: Role = Role.APPLICANT,
    ) -> Document:
        with working(database.acts, actor(role), clock, keyring) as work:
            name = "证件.pdf" if content.startswith(b"%PDF") else "证件.jpg"
            stream = io.BytesIO(content)
            return service.keep(work, folder, case, kind, name, stream, member_id)

    return kept


def tags(database: Database) -> list[str]:
    with database.reads() as session:
        return list(session.scalars(select(RegisterRow.tag).order_by(RegisterRow.number)))


def test_a_document_is_sealed_on_disk_and_read_as_sent(
    keep: Act, database: Database, keyring: Keyring, clock: Clock, folder: Folder
) -> None:
    document = keep()
    path = folder.path(document.path)
    assert document.path == f"{PLACE}/{document.sha256[:2]}/{document.sha256}"
    assert path.stat().st_mode & 0o777 == 0o600
    assert JPEG[:64] not in path.read_bytes()
    with working(database.acts, actor(Role.STREET), clock, keyring) as work:
        assert service.read(work, folder, CASE, document) == JPEG
    with working(database.acts, actor(Role.APPLICANT), clock, keyring) as work:
        assert service.read(work, folder, CASE, document) == JPEG
    assert tags(database) == [Tag.DOCUMENT_KEPT, Tag.DOCUMENT_SHOWN]


def test_the_same_file_is_kept_once_a_kind_and_member(
    keep: Act, database: Database, folder: Folder
) -> None:
    first = keep()
    assert keep().id == first.id
    ids = {first.id, keep(kind="income").id, keep(member_id=3).id, keep(member_id=4).id}
    assert len(ids) == 4
    assert keep(member_id=4).id in ids
    assert keep(case=OTHER).id not in ids
    assert len([path for path in folder.root.rglob("*") if path.is_file()]) == 1
    with database.reads() as session:
        assert [each.kind for each in queries.of_case(session, CASE)] == ["identity"] * 3 + [
            "income"
        ]
        with pytest.raises(NotFound):
            queries.get(session, OTHER, first.id)


def test_the_database_itself_refuses_a_second_copy_and_nonsense(
    keep: Act, database: Database
) -> None:
    document = keep(member_id=5)
    copy = (
        "INSERT INTO documents (place, case_kind, case_id, kind, member_id, name, media_type,"
        " size, pages, sha256, path, uploaded_by, uploaded_at, removed_by, removed_at) SELECT"
        " place, case_kind, case_id, kind, {member}, name, media_type, size, pages, sha256, path,"
        " uploaded_by, uploaded_at, removed_by, removed_at FROM documents"
    )
    keep()
    wrong = [
        copy.format(member="member_id") + f" WHERE id = {document.id}",
        copy.format(member="NULL") + f" WHERE id = {document.id}",
        "UPDATE documents SET media_type = 'text/html'",
        "UPDATE documents SET size = 0",
        "UPDATE documents SET sha256 = 'short'",
        "UPDATE documents SET name = ''",
        "UPDATE documents SET removed_by = 'somebody'",
    ]
    for statement in wrong:
        with database.acts() as session, pytest.raises(IntegrityError):
            session.execute(text(statement))


def test_a_removed_document_is_gone_for_people_and_may_come_again(
    keep: Act, database: Database, keyring: Keyring, clock: Clock
) -> None:
    document = keep()
    with working(database.acts, actor(Role.APPLICANT), clock, keyring) as work:
        service.remove(work, CASE, document.id)
    with database.reads() as session:
        assert list(queries.of_case(session, CASE)) == []
        with pytest.raises(NotFound):
            queries.get(session, CASE, document.id)
    assert keep().id != document.id
    assert tags(database) == [Tag.DOCUMENT_KEPT, Tag.DOCUMENT_REMOVED, Tag.DOCUMENT_KEPT]


@pytest.mark.parametrize("damage", ["changed", "cut", "another", "plain"])
def test_a_file_tampered_with_is_not_shown(
    damage: str, keep: Act, database: Database, keyring: Keyring, clock: Clock, folder: Folder
) -> None:
    document = keep()
    path = folder.path(document.path)
    held = path.read_bytes()
    other = keep(files.pdf(), kind="income")
    path.write_bytes(
        {
            "changed": held[:100] + bytes([held[100] ^ 1]) + held[101:],
            "cut": held[:20],
            "another": folder.path(other.path).read_bytes(),
            "plain": JPEG,
        }[damage]
    )
    with working(database.acts, actor(Role.STREET), clock, keyring) as work:
        with pytest.raises(WrongState, match="被改动或损坏"):
            service.read(work, folder, CASE, document)
        path.unlink()
        with pytest.raises(NotFound, match="从备份恢复"):
            service.read(work, folder, CASE, document)
    assert keep().id == document.id  # Handed in again, the damaged file is mended.
    with working(database.acts, actor(Role.STREET), clock, keyring) as work:
        assert service.read(work, folder, CASE, document) == JPEG


def test_a_case_holds_only_so_many(
    keep: Act, sqlite_database: Database, keyring: Keyring, clock: Clock, folder: Folder
) -> None:
    for number in range(ALLOWED["files_most"]):
        file = Examined("a.jpg", "image/jpeg", 1, f"{number:064x}", JPEG)
        with working(sqlite_database.acts, actor(Role.APPLICANT), clock, keyring) as work:
            service.keep_examined(work, folder, CASE, "other", file)
    last = examine("a.jpg", io.BytesIO(JPEG), folder)
    with (
        working(sqlite_database.acts, actor(Role.APPLICANT), clock, keyring) as work,
        pytest.raises(BadInput, match="材料已有 60 份，本地规定至多 60 份"),
    ):
        service.keep_examined(work, folder, CASE, "other", last)


@pytest.mark.parametrize(
    ("beyond", "words"),
    [
        ({"pages": ALLOWED["pages_most"] + 1}, "有 61 页，超过本地规定的 60 页"),
        ({"pixels": ALLOWED["pixels_most"] + 1}, "超过本地规定的 60 百万像素"),
        ({"content": b"\0" * (ALLOWED["bytes_most"] + 1)}, "超过本地规定的 10.0 MB"),
    ],
)
def test_a_county_allows_less_than_the_system_can_bear(
    beyond: dict[str, Any],
    words: str,
    sqlite_database: Database,
    keyring: Keyring,
    clock: Clock,
    folder: Folder,
) -> None:
    """HN-14-1: the values of the county, `document_limits`."""
    file = replace(Examined("a.pdf", "application/pdf", 1, "a" * 64, JPEG), **beyond)
    with (
        working(sqlite_database.acts, actor(Role.APPLICANT), clock, keyring) as work,
        pytest.raises(BadInput, match=words),
    ):
        service.keep_examined(work, folder, CASE, "other", file)
    assert not folder.root.exists()


def test_a_place_without_limits_takes_no_papers(
    sqlite_database: Database, keyring: Keyring, clock: Clock, folder: Folder
) -> None:
    nowhere = replace(CASE, place="430102")
    file = examine("a.jpg", io.BytesIO(JPEG), folder)
    with (
        working(sqlite_database.acts, actor(Role.APPLICANT), clock, keyring) as work,
        pytest.raises(MissingPolicyValue, match="document_limits"),
    ):
        service.keep_examined(work, folder, nowhere, "other", file)


class Crash(BaseException):
    """The process dies here."""


def test_a_crash_after_the_file_leaves_no_row_and_the_sweep_tidies(
    database: Database,
    keyring: Keyring,
    clock: Clock,
    folder: Folder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def crash(*_given: object) -> None:
        raise Crash

    file = examine("a.jpg", io.BytesIO(JPEG), folder)

    def handed_in() -> None:
        with working(database.acts, actor(Role.APPLICANT), clock, keyring) as work:
            service.keep_examined(work, folder, CASE, "identity", file)

    with monkeypatch.context() as patched:
        patched.setattr(service, "_record", crash)
        with pytest.raises(Crash):
            handed_in()
    with database.reads() as session:
        assert list(queries.of_case(session, CASE)) == []
    left = [path for path in folder.root.rglob("*") if path.is_file()]
    assert len(left) == 1
    _age(left)
    assert sweep(database, folder, clock) == 1
    assert sweep(database, folder, clock) == 0
    handed_in()
    with database.reads() as session:
        assert len(queries.of_case(session, CASE)) == 1


def test_the_sweep_takes_only_what_nobody_needs(
    keep: Act, database: Database, keyring: Keyring, clock: Clock, folder: Folder
) -> None:
    needed, shared, dropped = keep(), keep(files.pdf(), "income"), keep(files.pdf(2), "work")
    keep(files.pdf(), "income", OTHER)
    half = folder.root / PLACE / "aa" / ".half-written"
    half.parent.mkdir(exist_ok=True)
    half.write_bytes(b"half")
    with working(database.acts, actor(Role.APPLICANT), clock, keyring) as work:
        service.remove(work, CASE, shared.id)
        service.remove(work, CASE, dropped.id)
    _age([folder.path(each.path) for each in (needed, shared, dropped)])
    assert sweep(database, folder, clock) == 1  # The half-written one may still become whole.
    _age([half])
    assert sweep(database, folder, clock) == 1
    assert folder.path(needed.path).exists()
    assert folder.path(shared.path).exists()
    assert not folder.path(dropped.path).exists()
    assert sweep(database, Folder(folder.root / "nowhere"), clock) == 0


def _age(paths: list[Path]) -> None:
    old = (NOW - GRACE - timedelta(minutes=1)).timestamp()
    for path in paths:
        os.utime(path, (old, old))


def test_an_answer_shows_and_does_nothing_else(
    sqlite_database: Database, keyring: Keyring, tmp_path: Path
) -> None:
    document = Document(name='证"件\r\n.jpg', media_type="image/jpeg")
    settings = load_settings({"HOUSING_HOME": str(tmp_path)})
    app = create_app(settings, database=sqlite_database, keyring=keyring, clock=standing_clock(NOW))
    app.add_url_rule("/shown", "shown", public(lambda: shown(document, JPEG)))
    answer = app.test_client().get("/shown")
    assert answer.data == JPEG
    assert answer.content_type == "image/jpeg"
    headers = answer.headers
    assert headers["Content-Disposition"].startswith("inline; filename*=UTF-8''%E8%AF%81%22")
    assert "\r" not in headers["Content-Disposition"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert "sandbox" in headers["Content-Security-Policy"]
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
