"""A paper that an employer brings: for one worker of a filed sheet, or for all of them."""

from collections.abc import Sequence

from housing.applications import queries
from housing.applications.models import Application
from housing.applications.paper_acts import CHANGEABLE, add_paper
from housing.applications.papers import needs_of
from housing.core.errors import BadInput
from housing.core.work import Work
from housing.documents import service as documents
from housing.documents.examine import Examined
from housing.documents.folder import Folder


def changeable(filed: Sequence[Application]) -> list[Application]:
    """Return the applications of a sheet that still take papers."""
    return [each for each in filed if each.state in CHANGEABLE]


def bring_for_staff(
    work: Work,
    folder: Folder,
    collective_id: int,
    kind: str,
    file: Examined,
    application_id: int | None = None,
) -> int:
    """Keep a paper for one worker's application, or the same for all; return for how many.

    Basis: HN 13 (HN-13-2), HN 14 (HN-14-1).

    Raises:
        NotFound: the sheet is another employer's.
        BadInput: nobody on the sheet needs such a paper now.
        WrongState: an application has been accepted meanwhile.
    """
    sheet = queries.collective(work.session, work.actor.office or 0, collective_id)
    filed = changeable(queries.of_collective(work.session, sheet.id))
    chosen = [each for each in filed if application_id in (None, each.id)]
    needs = {each.id: _wanted(work, each, kind) for each in chosen}
    if not any(needs.values()):
        raise BadInput(
            f"{kind}：这张表里没有要补这份材料的职工 / nobody on this sheet needs the paper {kind}"
        )
    if application_id is None and all(members == [None] for members in needs.values()):
        # Kept once with the sheet; it counts for every application of it.
        documents.keep_examined(work, folder, sheet.case, kind, file)
        return len(filed)
    for application, members in needs.items():
        for member in members:
            add_paper(work, folder, application, kind, file, member)
    return len(chosen)


def _wanted(work: Work, application: Application, kind: str) -> list[int | None]:
    """Return whom a paper of this kind is about: members of the family, or None for all of it."""
    return [need.member_id for need in needs_of(work, application) if need.kind == kind]
