"""The papers an application needs by the county's list, and those that are there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from housing.applications.completeness import BY_DOCUMENT, CaseFile, Item, needed
from housing.applications.files import case_file, items_of, missing_of
from housing.applications.models import Application
from housing.core.work import Work
from housing.documents import queries as documents
from housing.documents.models import Document
from housing.web.language import said


@dataclass(frozen=True, slots=True)
class Need:
    """One paper of the list, about one member or about the whole family, and what was brought."""

    kind: str
    name: str
    mandatory: bool
    member_id: int | None
    person: str
    kept: Sequence[Document]


def needs_of(work: Work, application: Application) -> list[Need]:
    """Return the papers that this application may bring, the mandatory ones first.

    Consents and the statement have pages of their own. Basis: HN 14 (HN-14-1).

    Raises:
        MissingPolicyValue: the county has no document list.
    """
    items, file = items_of(work, application), case_file(work, application)
    mandatory = {item.key for item in needed(items, file)}
    kept: dict[tuple[str, int | None], list[Document]] = {}
    for paper in documents.of_case(work.session, application.case):
        kept.setdefault((paper.kind, paper.member_id), []).append(paper)
    lines = [
        need
        for item in items
        if item.by == BY_DOCUMENT and (item.key in mandatory or _is_offered(item, application))
        for need in _lines(item, file, kept, is_mandatory=item.key in mandatory)
    ]
    return sorted(lines, key=lambda need: not need.mandatory)


def missing_words(work: Work, application: Application) -> list[str]:
    """Return what the application still lacks, in words."""
    return [said(each.reason) for each in missing_of(work, application) if each.key != "good_faith"]


def asked_words(work: Work, application: Application) -> list[str]:
    """Return what the one notice of missing items asks for and is still to be brought."""
    if not application.missing:
        return []
    names = {item.key: said(item.called) for item in items_of(work, application)}
    people = {member.id: member.name for member in application.members}
    return [
        "：".join(
            part
            for part in (
                people.get(each["member_id"], ""),
                names.get(each["key"], each["key"]),
                said(each["reason"]),
            )
            if part
        )
        for each in application.missing["items"]
    ]


def _is_offered(item: Item, application: Application) -> bool:
    return not item.groups or application.group.value in item.groups


def _lines(
    item: Item,
    file: CaseFile,
    kept: Mapping[tuple[str, int | None], Sequence[Document]],
    *,
    is_mandatory: bool,
) -> Iterator[Need]:
    if not item.relations:
        papers = [paper for (kind, _), held in kept.items() if kind == item.key for paper in held]
        yield Need(item.key, said(item.called), is_mandatory, None, "", papers)
        return
    for member in file.members:
        if member.relation in item.relations:
            papers = list(kept.get((item.key, member.id), ()))
            yield Need(item.key, said(item.called), is_mandatory, member.id, member.name, papers)
