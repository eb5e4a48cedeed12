"""What belongs into a court file of a case: its letters, its papers, its acts in the register."""

from collections.abc import Mapping, Sequence

from flask import has_request_context
from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from housing.core.audit.models import RegisterRow
from housing.core.cases import CaseRef
from housing.core.clock import ZONE
from housing.core.work import Work
from housing.court_files.parts import Part
from housing.documents import queries as papers
from housing.documents import service as documents
from housing.documents.folder import Folder
from housing.letters import queries as letters
from housing.letters.kinds import FORMS
from housing.letters.models import Channel, Letter
from housing.letters.states import DeliveryState
from housing.web.tag_words import called

CHANNELS = {
    Channel.INBOX: "站内信",
    Channel.SMS: "短信",
    Channel.MAIL: "电子邮件",
    Channel.PAPER: "纸质",
}
HEAD = ("序号", "时间", "经办人", "事项", "理由", "依据文件")


def parts_of(
    work: Work, folder: Folder, case: CaseRef, names: Mapping[str, str] | None = None
) -> list[Part]:
    """Return the parts of one case: letters by day, papers, then the extract of the register.

    `names`: what each kind of paper is called. Papers that are shown are written into the
    register, as every look at one. The caller decides who may see the case.

    Raises:
        NotFound, WrongState: a paper is gone from the disk or was changed on it.
    """
    return [
        *letters_of(work, case),
        *papers_of(work, folder, case, names or {}),
        extract_of(work.session, case),
    ]


def letters_of(work: Work, case: CaseRef) -> list[Part]:
    """Return the letters of a case as they were sent, each with how it was delivered."""
    return [_letter(work, each) for each in letters.of_case(work.session, case)]


def papers_of(work: Work, folder: Folder, case: CaseRef, names: Mapping[str, str]) -> list[Part]:
    """Return the papers of a case, by kind and day."""
    return [
        Part(
            title=names.get(paper.kind, paper.kind),
            on=paper.uploaded_at.astimezone(ZONE).date(),
            note=paper.name,
            content=documents.read(work, folder, case, paper),
            media_type=paper.media_type,
        )
        for paper in papers.of_case(work.session, case)
    ]


def extract_of(session: Session, case: CaseRef) -> Part:
    """Return every act on a case that stands in the register, with the hash of the last."""
    rows = session.scalars(
        select(RegisterRow)
        .where(RegisterRow.place == case.place, RegisterRow.subject == case.subject)
        .order_by(RegisterRow.number)
    ).all()
    last = f"末行校验值 {rows[-1].hash}" if rows else ""
    return Part(title="登记簿摘录", note=last, rows=[HEAD, *(_row(each) for each in rows)])


def _letter(work: Work, letter: Letter) -> Part:
    told = "；".join(
        f"{CHANNELS[each.channel]}{_state(each.state)}"
        + (f" {each.sent_at.astimezone(ZONE):%Y-%m-%d %H:%M}" if each.sent_at else "")
        for each in letter.deliveries
    )
    return Part(
        title=FORMS[letter.kind].title,
        on=letter.day,
        note=f"{letter.number}，{told}",
        text=letters.text(letter, work.keyring),
    )


def _state(state: DeliveryState) -> str:
    return {DeliveryState.SENT: "已送出", DeliveryState.WAITING: "待送出"}.get(state, "未送达")


def _row(row: RegisterRow) -> Sequence[str]:
    at = f"{row.at.astimezone(ZONE):%Y-%m-%d %H:%M}"
    return (str(row.number), at, row.actor, _called(row.tag), row.reason, row.document)


def _called(tag: str) -> str:
    """Return what an act is called in Chinese, whatever language the page speaks."""
    words = called(tag)
    if not has_request_context():
        return str(words)
    with force_locale("zh"):
        return str(words)
