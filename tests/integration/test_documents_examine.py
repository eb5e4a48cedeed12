"""What strangers send: good files are taken, every other is refused with words."""

import io
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from housing.core.errors import BadInput
from housing.documents.examine import Examined, clean_name, examine
from housing.documents.faults import FAULTS
from housing.documents.folder import Folder
from housing.documents.limits import MOST_BYTES, MOST_NAME, MOST_PAGES
from tests.factories import files

HERE = Folder(Path("unused"))
JPEG = files.picture()


def look(name: str, content: bytes, folder: Folder = HERE) -> Examined:
    return examine(name, io.BytesIO(content), folder)


@pytest.mark.parametrize(
    ("name", "content", "media_type", "pages"),
    [
        ("身份证.jpg", JPEG, "image/jpeg", 1),
        ("户口簿.PNG", files.picture("PNG"), "image/png", 1),
        ("房产.webp", files.picture("WEBP"), "image/webp", 1),
        ("收入证明.pdf", files.pdf(3), "application/pdf", 3),
    ],
)
def test_what_people_send_is_taken(name: str, content: bytes, media_type: str, pages: int) -> None:
    found = look(name, content)
    assert (found.name, found.media_type, found.pages) == (name, media_type, pages)
    assert found.content == content


def test_a_name_without_ending_gets_that_of_its_content() -> None:
    assert look("照片", JPEG).name == "照片.jpg"


HOSTILE = {
    "empty": ("a.jpg", b""),
    "too_large": ("a.jpg", JPEG + b"\0" * MOST_BYTES),
    "unknown_type": ("a.jpg", b"<html><script>alert(1)</script></html>"),
    "other_ending": ("a.png", JPEG),
    "double": ("a.jpg", JPEG + b"<script>alert(1)</script>"),
    "damaged": ("a.jpg", files.picture(size=(900, 900))[:-400]),
    "encrypted": ("a.pdf", files.encrypted_pdf()),
    "active": ("a.pdf", files.pdf_with_script()),
    "moving": ("a.webp", files.moving_picture()),
    "too_many_pages": ("a.pdf", files.pdf(MOST_PAGES + 1)),
    "too_many_pixels": ("a.png", files.huge_png()),
}


@pytest.mark.parametrize("fault", HOSTILE)
def test_each_fault_is_refused_with_its_words(fault: str) -> None:
    name, content = HOSTILE[fault]
    with pytest.raises(BadInput) as refused:
        look(name, content)
    zh, en = FAULTS[fault]
    assert str(refused.value) == f"“{name}”：{zh} / {name}: {en}"


@pytest.mark.parametrize(
    ("fault", "name", "content"),
    [
        ("active", "page.pdf", files.pdf_with_script(at="page")),
        ("active", "hidden.pdf", files.pdf_with_hidden_script()),
        ("active", "attached.pdf", files.pdf_with_attachment()),
        ("active", "command.pdf", files.pdf_with_command()),
        ("damaged", "cut.pdf", files.pdf(5)[:-60]),
        ("damaged", "no.pdf", b"%PDF-1.7\nnothing at all\n%%EOF"),
        ("damaged", "cut.png", files.picture("PNG", (400, 400))[:-30]),
        ("double", "zip.jpg", JPEG + b"PK\x05\x06" + b"\0" * 18),
        ("double", "zip.pdf", files.pdf() + b"PK\x05\x06" + b"\0" * 18),
        ("double", "pdf.jpg", JPEG + files.pdf()),
        ("other_ending", "letter.html", JPEG),
        ("other_ending", "a.pdf.exe", files.pdf()),
        ("unknown_type", "a.gif", files.picture("GIF")),
        ("unknown_type", "a.pdf", b"PK\x03\x04 a workbook"),
    ],
)
def test_further_hostile_files_are_refused(fault: str, name: str, content: bytes) -> None:
    with pytest.raises(BadInput, match=FAULTS[fault][0][:12]):
        look(name, content)


def test_a_picture_that_swells_a_thousandfold_does_no_harm() -> None:
    """62 million points in 200 KB: below the limit, so it is taken, within the memory allowed."""
    content = files.bomb_png()
    assert len(content) * 500 < 7_900 * 7_900 * 3
    assert look("a.png", content).pages == 1


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.jpg", "passwd.jpg"),
        ("C:\\Users\\li\\身份证.jpg", "身份证.jpg"),
        ("a\r\nSet-Cookie: x.jpg", "aSet-Cookie: x.jpg"),
        ("\u202egpj.exe", "gpj.exe"),
        ("..", "未命名"),
        ("", "未命名"),
        ("  户口   簿 .pdf", "户口 簿 .pdf"),
        ("长" * 300 + ".jpg", "长" * (MOST_NAME - 4) + ".jpg"),
    ],
)
def test_names_lose_folders_marks_and_excess(sent: str, kept: str) -> None:
    assert clean_name(sent) == kept


@contextmanager
def scanner(answer: bytes) -> Iterator[tuple[Folder, list[bytes]]]:
    """A server that speaks clamd's INSTREAM and answers the same to every file."""
    server = socket.create_server(("127.0.0.1", 0))
    taken: list[bytes] = []

    def serve() -> None:
        connection, _ = server.accept()
        with connection, connection.makefile("rb") as sent:
            assert sent.read(10) == b"zINSTREAM\0"
            content = b""
            while size := struct.unpack("!L", sent.read(4))[0]:
                content += sent.read(size)
            taken.append(content)
            connection.sendall(answer)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield Folder(Path("unused"), f"127.0.0.1:{server.getsockname()[1]}"), taken
    server.close()
    thread.join(timeout=5)


def test_the_scanner_sees_the_whole_file() -> None:
    content = files.picture("PNG", (700, 700))
    with scanner(b"stream: OK\0") as (folder, taken):
        assert look("a.png", content, folder).content == content
    assert taken == [content]


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (b"stream: Eicar-Test-Signature FOUND\0", "virus"),
        (b"INSTREAM size limit exceeded. ERROR\0", "no_scanner"),
        (b"", "no_scanner"),
    ],
)
def test_without_the_scanners_word_nothing_is_kept(answer: bytes, fault: str) -> None:
    with scanner(answer) as (folder, _), pytest.raises(BadInput, match=FAULTS[fault][0][:8]):
        look("a.jpg", JPEG, folder)


def test_a_scanner_that_is_down_refuses_in_words() -> None:
    with pytest.raises(BadInput, match="病毒检查暂时不可用"):
        look("a.jpg", JPEG, Folder(Path("unused"), "127.0.0.1:1"))
