"""The receiving office: one notice of everything missing, acceptance, the community."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from housing.applications.completeness import Missing, not_to_be_asked_again
from housing.applications.duplicates import must_be_resolved
from housing.applications.files import items_of, missing_of
from housing.applications.models import Application
from housing.applications.moving import advance, open_case
from housing.applications.queries import people_indexes
from housing.applications.rules import consents_complete
from housing.applications.states import ApplicationAct
from housing.applications.words import Consent
from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.errors import BadInput, BrokenRule
from housing.core.work import Work
from housing.documents import queries as documents
from housing.offices import queries as offices
from housing.recusals.service import must_be_free


class Asked(NamedTuple):
    """One thing asked for: the key of the county's list, why, and of which member."""

    key: str
    reason: str
    member_id: int | None = None


def ask_for_missing(
    work: Work,
    application_id: int,
    items: Sequence[tuple[str, str] | tuple[str, str, int | None]],
    version: int,
) -> Application:
    """Tell the applicant once, and in full, what is missing.

    A second notice may hold only what was brought since the first and does not serve.
    Basis: HN 14 (HN-14-1); Order No. 11 of the ministry, article 8.

    Raises:
        BadInput: an item is no key of the county's list, or has no reason.
        BrokenRule: the notice leaves out something that is missing, or asks for something that
            the first notice did not hold.
        NotAllowed, WrongState, EditConflict: wrong person, office, state or version.
    """
    application = open_case(work, application_id, version)
    must_be_free(work, people_indexes(work.session, application.id), application.case)
    asked = [Asked(*item) for item in items]
    _must_be_known(work, application, asked)
    _must_be_whole(missing_of(work, application), asked)
    _must_be_first_or_about_what_was_brought(work, application, asked)
    times = int(application.missing["times"]) if application.missing else 0
    application.missing = {
        "times": times + 1,
        "asked_at": work.now.isoformat(),
        "asked_by": work.actor.name,
        "items": [
            {"key": one.key, "member_id": one.member_id, "reason": one.reason} for one in asked
        ],
    }
    after = {"items": [[one.key, one.member_id] for one in asked], "times": times + 1}
    return advance(work, application, ApplicationAct.ASK_FOR_MISSING, after=after)


def accept(work: Work, application_id: int, version: int) -> Application:
    """Accept an application whose file is whole; the days of the review run from today.

    Basis: HN 14 (HN-14-1 documents, HN-14-2 statement, HN-14-3 consents).

    Raises:
        BrokenRule: something is missing (lists all of it), or an overlap is unresolved.
        NotAllowed, WrongState, EditConflict: wrong person, office, state or version; 回避.
    """
    application = open_case(work, application_id, version)
    must_be_free(work, people_indexes(work.session, application.id), application.case)
    must_be_whole(work, application)
    must_be_resolved(work, application)
    return advance(work, application, ApplicationAct.ACCEPT)


def must_be_whole(work: Work, application: Application) -> None:
    """Refuse a file that lacks a document, a consent or the statement.

    Also asked before the park's review, which has no acceptance of its own.
    Basis: HN 14 (HN-14-1, HN-14-2, HN-14-3).

    Raises:
        BrokenRule: lists everything missing.
    """
    missing = [each.reason for each in missing_of(work, application)]
    agreed = [(one.name, one.consent is not Consent.NONE) for one in application.members]
    silent = consents_complete(agreed)
    if silent and not any(name in reason for name in silent for reason in missing):
        missing += [f"{name}：书面同意 / {name}: no consent" for name in silent]
    if missing:
        chinese = "；".join(each.partition(" / ")[0] for each in missing)
        english = "; ".join(each.partition(" / ")[2] for each in missing)
        raise BrokenRule(
            f"材料不齐，不能受理，请一次告知：{chinese} / the file is not whole: {english}"
        )


def assign_community(work: Work, application_id: int, office_id: int) -> Application:
    """Say which community of the street looks into the case. Basis: HN 15 (HN-15-1).

    Raises:
        NotAllowed: the actor is not the street that reviews the case; 回避.
        BadInput: the office is no community of that street.
    """
    work.actor.must(Permission.REVIEW_AT_STREET)
    application = open_case(work, application_id)
    must_be_free(work, people_indexes(work.session, application.id), application.case)
    office = offices.get(work.session, office_id)
    if office is None or office.parent_id != application.street_office_id:
        raise BadInput("社区：不属于本街道（镇乡） / community: not one of this street's")
    if application.community_office_id == office_id:
        return application
    application.community_office_id = office_id
    application.version += 1
    work.session.flush()
    after = {"community_office_id": office_id, "version": application.version}
    work.record(
        Entry(Tag.APPLICATION_ASSIGNED, application.case.subject, after=after), application.place
    )
    return application


def _must_be_known(work: Work, application: Application, asked: Sequence[Asked]) -> None:
    keys = {item.key for item in items_of(work, application)}
    members = {member.id for member in application.members}
    for one in asked:
        if one.key not in keys:
            raise BadInput(f"{one.key}：不在本地材料清单中 / not in the county's document list")
        if one.member_id is not None and one.member_id not in members:
            raise BadInput(f"{one.key}：没有这位家庭成员 / no such member")
        if not one.reason.strip():
            raise BadInput(f"{one.key}：请说明需要补正什么 / say what has to be brought")
    if not asked:
        raise BadInput("补正事项：至少写一项 / name at least one thing that is missing")


def _must_be_whole(missing: Sequence[Missing], asked: Sequence[Asked]) -> None:
    named = {(one.key, one.member_id) for one in asked}
    left_out = [each for each in missing if (each.key, each.member_id) not in named]
    if left_out:
        raise BrokenRule(
            "须一次告知全部缺少的材料，还应写入："
            f"{'；'.join(each.reason.partition(' / ')[0] for each in left_out)}"
            " / the one notice must name everything missing; add:"
            f" {', '.join(each.key for each in left_out)}"
        )


def _must_be_first_or_about_what_was_brought(
    work: Work, application: Application, asked: Sequence[Asked]
) -> None:
    if application.missing is None:
        return
    again = not_to_be_asked_again(
        [(one.key, one.member_id) for one in asked],
        [(item["key"], item["member_id"]) for item in application.missing["items"]],
        _brought_since(work, application, application.missing),
    )
    if again:
        raise BrokenRule(
            "已经一次告知过，不能再要求此前未提出的材料："
            f"{'、'.join(key for key, _ in again)}（令第11号第八条）"
            f" / what the first notice left out may not be asked for now:"
            f" {', '.join(key for key, _ in again)} (Order No. 11, article 8)"
        )


def _brought_since(
    work: Work, application: Application, notice: dict[str, Any]
) -> frozenset[tuple[str, int | None]]:
    asked_at = datetime.fromisoformat(notice["asked_at"])
    papers: Collection[tuple[str, int | None]] = [
        (paper.kind, paper.member_id)
        for paper in documents.of_case(work.session, application.case)
        if paper.uploaded_at > asked_at
    ]
    return frozenset(papers)
