"""A case as one PDF, whatever was handed in: HN-33-8, HN-34-3."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from housing.core.errors import BadInput
from housing.court_files import Cover, Part, bundle
from tests.factories import files

COVER = Cover(
    "案卷", "430199-WG-2026-00001", "示例县住建局", date(2026, 9, 1), [("承租人", "张小甲")]
)
LETTER = "示例县住建局\n责令限期整改通知书\n编号：1\n\n李明：\n\n请整改。\n\n2026年9月1日\n"


def pages(made: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(made)).pages]


def test_cover_index_and_every_part_are_bound_and_numbered() -> None:
    parts = [
        Part("责令限期整改通知书", date(2026, 8, 1), "430199-2026-ZG-00001", text=LETTER),
        Part("照片", content=files.picture("PNG", (3000, 900)), media_type="image/png"),
        Part("租赁合同", content=files.pdf(3), media_type="application/pdf"),
        Part("登记簿摘录", rows=[("时间", "事项"), *[("2026-09-01", "立案")] * 90]),
    ]
    made = bundle(COVER, parts)
    read = PdfReader(io.BytesIO(made))
    said = pages(made)
    total = len(said)
    assert said[0].startswith("示例县住建局\n案卷")
    starts = [read.get_destination_page_number(mark) + 1 for mark in read.outline]
    assert starts == [3, 4, 5, 8]
    titles = ("责令限期整改通知书", "照片", "租赁合同", "登记簿摘录")
    for title, start in zip(titles, starts, strict=True):
        assert any(title in line and line.endswith(str(start)) for line in said[1].splitlines())
        assert title in said[start - 1]
    for number, words in enumerate(said[2:], 3):
        assert f"第 {number} 页，共 {total} 页" in words
    assert {tuple(round(float(side)) for side in page.mediabox[2:]) for page in read.pages} == {
        (595, 842)
    }
    assert bundle(COVER, parts) == made


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"%PDF-1.7 nonsense", "application/pdf"),
        (files.encrypted_pdf(), "application/pdf"),
        (b"\xff\xd8 no picture", "image/jpeg"),
    ],
)
def test_what_cannot_be_opened_has_a_page_that_says_so(content: bytes, media_type: str) -> None:
    parts = [Part("坏文件", content=content, media_type=media_type), Part("文书", text="正文")]
    said = pages(bundle(COVER, parts))
    assert "无法在此显示" in said[2]
    assert "正文" in said[3]


def test_nothing_of_a_strangers_file_runs() -> None:
    parts = [
        Part("一", content=files.pdf_with_script(), media_type="application/pdf"),
        Part("二", content=files.pdf_with_attachment(), media_type="application/pdf"),
    ]
    made = bundle(COVER, parts)
    for word in (b"/JavaScript", b"/JS", b"/EmbeddedFile", b"/OpenAction", b"/Launch"):
        assert word not in made


def test_a_rare_character_is_refused_and_not_left_out() -> None:
    with pytest.raises(BadInput, match="fonts"):
        bundle(COVER, [Part("文书", text="姓名：\U00031350")])
    with pytest.raises(BadInput, match="没有任何材料"):
        bundle(COVER, [])


def test_a_page_on_its_side_stands_upright_and_fits() -> None:
    made = bundle(
        COVER, [Part("图", content=files.pdf_of_size(1190, 842), media_type="application/pdf")]
    )
    (page,) = PdfReader(io.BytesIO(made)).pages[2:]
    assert round(float(page.mediabox.width)) == 595
