"""The contract as a Word file: from the county's own form, else from one made here.

A form is an ordinary .docx in which words in double braces are filled in: `{{ items.term }}`.
"""

import hashlib
import io
import zipfile
from collections.abc import Mapping
from datetime import datetime

from docx import Document
from docxtpl import DocxTemplate
from jinja2.exceptions import TemplateError
from jinja2.sandbox import SandboxedEnvironment
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput
from housing.core.work import Work
from housing.leases.contract import Contract
from housing.leases.items import ITEM_WORDS, Item
from housing.leases.models import LeaseWordForm

MOST_BYTES, MOST_UNPACKED = 2 * 1024 * 1024, 20 * 1024 * 1024
#: What reading and filling in a broken file can raise.
FAULTS = (TemplateError, ValueError, KeyError, OverflowError, SyntaxError, zipfile.BadZipFile)
#: What a form may ask for beside `items.<name>`.
PARTS = ("number", "title", "place", "owner", "tenant", "identity", "people", "closing", "day")


def form_of(session: Session, place: str) -> LeaseWordForm | None:
    """Return the newest form of a place, or None."""
    return session.scalars(
        select(LeaseWordForm)
        .where(LeaseWordForm.place == place)
        .order_by(LeaseWordForm.version.desc())
        .limit(1)
    ).one_or_none()


def keep_form(work: Work, name: str, content: bytes) -> LeaseWordForm:
    """Keep a county's own Word form as its next version, after filling it in once.

    Basis: HN 24 (HN-24-3).

    Raises:
        NotAllowed: the actor keeps no leases.
        BadInput: it is no Word file, is too large, or lacks one of the fifteen items.
    """
    work.actor.must(Permission.KEEP_LEASES)
    must_be_form(content)
    last = work.session.scalar(
        select(func.max(LeaseWordForm.version)).where(LeaseWordForm.place == work.place)
    )
    form = LeaseWordForm(
        place=work.place,
        version=(last or 0) + 1,
        name=name[:160],
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        kept_by=work.actor.name,
        kept_at=work.now,
    )
    work.session.add(form)
    work.session.flush()
    after = {"version": form.version, "sha256": form.sha256}
    work.record(Entry(TenancyTag.LEASE_FORM_KEPT, f"lease-form:{work.place}", None, after))
    return form


def must_be_form(content: bytes) -> None:
    """Refuse a file that cannot be filled in, or that leaves an item of the contract out.

    Raises:
        BadInput: says what is wrong with it.
    """
    if len(content) > MOST_BYTES or _unpacked(content) > MOST_UNPACKED:
        raise BadInput("Word 文件：太大，最多 2 MB / the Word file is too large: at most 2 MB")
    marks = {item: f"〔{item.value}〕" for item in Item}
    printed = _text_of(_rendered(content, {**dict.fromkeys(PARTS, "·"), "items": marks}))
    absent = [ITEM_WORDS[item] for item, mark in marks.items() if mark not in printed]
    if absent:
        raise BadInput(
            f"Word 文件：缺少 {'、'.join(absent)}，每一项须有自己的位置，例如"
            " {{ items.term }} / the Word file leaves items of the contract out",
            rules=("HN-24-3",),
        )


def contract_docx(contract: Contract, form: bytes | None) -> bytes:
    """Return a contract as a Word file, by a county's form or the one made here.

    Raises:
        BadInput: the form cannot be filled in.
    """
    people = "、".join(f"{each.name}（{each.identity}）" for each in contract.people) or "无"
    texts = [text for _, text in contract.items]
    facts = {
        "number": contract.number,
        "title": contract.title,
        "place": contract.place,
        "owner": contract.owner,
        "tenant": contract.tenant.name,
        "identity": contract.tenant.identity,
        "people": people,
        "closing": contract.closing,
        "day": contract.drafted_on,
        "items": dict(zip(Item, texts, strict=True)),
    }
    return _rendered(form or blank_form(), facts)


def blank_form() -> bytes:
    """Return the form that counties begin with: every part once, to be edited in Word."""
    document = Document()
    document.core_properties.created = document.core_properties.modified = datetime(2026, 1, 1)  # noqa: DTZ001
    document.add_heading("{{ title }}", 0)
    document.add_paragraph("合同编号：{{ number }}")
    document.add_paragraph("甲方（出租人）：{{ owner }}")
    document.add_paragraph("乙方（承租人）：{{ tenant }}，证件号码：{{ identity }}")
    document.add_paragraph("共同居住人：{{ people }}")
    document.add_paragraph("甲、乙双方就{{ place }}公共租赁住房的租赁，订立本合同。")
    for number, item in enumerate(Item, 1):
        document.add_heading(f"第{number}条　{ITEM_WORDS[item]}", 2)
        document.add_paragraph(f"{{{{ items.{item.value} }}}}")
    document.add_paragraph("{{ closing }}")
    document.add_paragraph("甲方（盖章）：　　　　　　　　乙方（签字）：")
    document.add_paragraph("拟定日期：{{ day }}")
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def _rendered(content: bytes, facts: Mapping[str, object]) -> bytes:
    """Fill a form in; it is a stranger's template, so that it runs in a sandbox."""
    held = io.BytesIO()
    try:
        form = DocxTemplate(io.BytesIO(content))
        form.render(dict(facts), jinja_env=SandboxedEnvironment(), autoescape=True)
        form.save(held)
    except FAULTS as fault:
        raise BadInput(
            f"Word 文件：无法填写（{fault}），请使用 .docx 格式，并检查大括号内的名称"
            " / the Word file cannot be filled in; send .docx and look at the names in braces"
        ) from fault
    return held.getvalue()


def _text_of(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


def _unpacked(content: bytes) -> int:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return sum(each.file_size for each in packed.infolist())
    except zipfile.BadZipFile as fault:
        raise BadInput("Word 文件：不是 .docx 文件 / the file is no .docx") from fault
