"""The papers of a case in words: what was handed in, what is missing, what may be asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from housing.applications.files import items_of, missing_of
from housing.applications.models import Application
from housing.core.work import Work
from housing.documents import queries as documents
from housing.households.words import ASSISTANCE_WORDS, GROUP_WORDS

#: One thing to be asked for: key of the county's list, reason, member.
Asked = tuple[str, str, int | None]


@dataclass(frozen=True, slots=True)
class AskLine:
    """A line of the one-time notice: what it may ask for, preset with what is missing."""

    key: str
    name: str
    member_id: int | None
    preset: str


def ask_lines(work: Work, application: Application) -> list[AskLine]:
    """Return everything of the county's list, what is missing with its reason.

    Basis: HN 14 (HN-14-1).
    """
    names = item_names(work, application)
    missing = missing_of(work, application)
    lines = [
        AskLine(each.key, names[each.key], each.member_id, each.reason.partition(" / ")[0])
        for each in missing
    ]
    held = {line.key for line in lines}
    return lines + [AskLine(key, name, None, "") for key, name in names.items() if key not in held]


def item_names(work: Work, application: Application) -> dict[str, str]:
    """Return the names of the county's document list by key."""
    return {item.key: item.name for item in items_of(work, application)}


def called(work: Work, application: Application) -> dict[str, str]:
    """Return what pages call the county's list by key, "中文 / English"."""
    return {item.key: item.called for item in items_of(work, application)}


def document_names(work: Work, application: Application) -> list[str]:
    """Return the names of what was handed in, each kind once, and how many files of it."""
    names = item_names(work, application)
    counts: dict[str, int] = {}
    for paper in documents.of_case(work.session, application.case):
        counts[paper.kind] = counts.get(paper.kind, 0) + 1
    held = [f"{names.get(kind, kind)}（{count} 份）" for kind, count in counts.items()]
    return held or ["全体家庭成员的书面同意"]


def told(work: Work, application: Application, items: Sequence[Asked]) -> list[tuple[str, str]]:
    """Return the items of a notice as its letter says them: name and reason."""
    names = item_names(work, application)
    return [(names.get(key, key), reason.partition(" / ")[0]) for key, reason, _member in items]


def group_words(application: Application) -> str:
    """Return what the applicant's group is called in letters and notices."""
    return GROUP_WORDS[application.group]


def assistance_words(application: Application) -> str:
    """Return the assistance that was applied for, as letters word it."""
    return ASSISTANCE_WORDS[application.assistance] if application.assistance else "—"
