"""A department's answer on paper, entered by hand where it has not answered itself (HN 15)."""

from collections.abc import Mapping
from typing import Any

from housing.checks import queries as checks
from housing.checks.answers import Answer, fingerprint, written
from housing.checks.faults import AnswerRefused
from housing.checks.rules import faults_of
from housing.checks.schemas import read_answer
from housing.checks.words import asked_for
from housing.core.access.offices import CHECKING_IN_ENGLISH, OFFICE_NAMES, OfficeKind
from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.errors import BadInput, BrokenRule
from housing.core.work import Work
from housing.reviews.cases import taken
from housing.reviews.models import PaperAnswer


def record_answer(
    work: Work,
    application_id: int,
    department: OfficeKind,
    values: Mapping[str, Any],
    paper: str,
    version: int | None = None,
) -> PaperAnswer:
    """Enter what a department answered in a letter, `paper` being the letter's number.

    `values` in the department's own format (`checks.schemas`). An answer that the department
    gave itself is never overridden; it can only be asked again. Basis: HN 15 (HN-15-8).

    Raises:
        NotAllowed, NotFound, EditConflict: as the words say.
        AnswerRefused: names the fields that cannot be taken.
        BadInput: no letter named, or the department answers nothing for this group.
        BrokenRule: the department has answered.
    """
    right = Permission.RECHECK_CASE
    if work.actor.may(Permission.REVIEW_AT_PARK):
        right = Permission.REVIEW_AT_PARK
    application = taken(work, application_id, right, version)
    if not paper.strip():
        raise BadInput("回函文号：不能为空 / letter: enter its number")
    if department not in asked_for(application.group):
        raise BadInput(f"{OFFICE_NAMES[department]}：此类申请不需要它核查 / is not asked here")
    own = checks.answers(work.session, work.keyring, application.case).get(department)
    if isinstance(own, Answer):
        raise BrokenRule(
            f"{OFFICE_NAMES[department]}已于 {own.as_of} 答复，不能用书面录入代替；"
            "有误的，请重新发起核查"
            f" / {CHECKING_IN_ENGLISH[department]} has answered; ask it again instead of"
            " overriding it",
            rules=("HN-15-8",),
        )
    read = read_answer(department, values)
    wrong = faults_of(department, read, [each.name for each in application.members], work.day)
    if wrong:
        raise AnswerRefused(wrong)
    record = PaperAnswer(
        application_id=application.id,
        department=department,
        answer_sealed=work.keyring.seal(written(read)),
        paper=paper.strip(),
        recorded_by=work.actor.name,
        recorded_at=work.now,
    )
    work.session.add(record)
    work.session.flush()
    after = {"department": department.value, "answer": fingerprint(read)}
    entry = Entry(
        Tag.PAPER_ANSWER_RECORDED, application.case.subject, after=after, document=record.paper
    )
    work.record(entry, application.place)
    return record
