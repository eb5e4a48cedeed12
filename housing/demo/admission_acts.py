"""What each officer does with a case of the demonstration, by the state it is in.

Every act looks at the case as it stands, so that a demonstration that was cut short goes on.
"""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PIL import Image

from housing.applications import service as applications
from housing.applications.models import Application
from housing.applications.paper_acts import add_paper
from housing.applications.service import missing_of
from housing.applications.states import ApplicationState as S
from housing.applications.words import Channel
from housing.core.work import Work
from housing.demo.families import Family, steps_of
from housing.demo.officers import (
    COMMUNITY,
    HEAD,
    PARK,
    REVIEWER,
    SECOND_HEAD,
    SECOND_PARK,
    STREET,
)
from housing.documents.examine import Examined, examine
from housing.documents.folder import Folder
from housing.offices import queries as offices
from housing.reviews import county, evidence, filing, papers, parks, reconsidering, street
from housing.reviews.words import Agreement, Outcome

LETTER = "来函（示例）1 号"
#: The key of the county's list that is met by handing in.
STATED = "good_faith"
#: Stands for the account of the family that has one.
APPLICANT = "applicant"


@dataclass(frozen=True, slots=True)
class Deed:
    """One act: whose it is (an account's name, or `APPLICANT`), and what it does.

    `asks`: the departments are asked with it.
    """

    who: str
    act: Callable[[Work, Application], object]
    asks: bool = False


def paper(folder: Folder) -> Examined:
    """Return the one made-up sheet of paper that stands for every document."""
    held = io.BytesIO()
    Image.new("RGB", (620, 877), "white").save(held, "PNG")
    held.seek(0)
    return examine("示例材料.png", held, folder)


def handed_in(work: Work, family: Family, folder: Folder, sheet: Examined) -> Application:
    """Fill in, sign and hand in a family's application, by the family or at the counter."""
    draft = applications.start_draft(work, group=family.group, channel=family.channel)
    for step, values in steps_of(family, work.day).items():
        draft = applications.save_step(work, draft.id, step, values, draft.version)
    bring_papers(work, draft, folder, sheet, leave_out="" if family.brings_all else "income")
    return applications.submit(work, draft.id, draft.version, truthful=True)


def bring_papers(
    work: Work, application: Application, folder: Folder, sheet: Examined, leave_out: str = ""
) -> None:
    """Bring every paper that is missing, but for the one to leave out, and the signed consents."""
    for missing in missing_of(work, application):
        if missing.key in (leave_out, STATED):
            continue
        one = (application.id, missing.key, sheet, missing.member_id)
        kept = add_paper(work, folder, *one)
        if missing.key == "consent" and missing.member_id is not None:
            applications.consent(work, application.id, missing.member_id, document_id=kept.id)


def next_deed(family: Family, application: Application, is_told: bool) -> Deed | None:
    """Return what is to be done with a case now, None where only a day has to pass.

    `is_told`: the prefecture has the recheck opinion.
    """
    if application.state is family.stops:
        return None
    if application.state is S.SUBMITTED and application.channel is Channel.PARK:
        return Deed(PARK, lambda work, case: parks.start(work, case.id), asks=True)
    if application.state is S.SUBMITTED and not family.brings_all:
        return Deed(STREET, _ask_for_missing)
    if application.state is S.RECHECKED and not is_told:
        return Deed(REVIEWER, lambda work, case: filing.file_with_prefecture(work, [case.id]))
    if application.state is S.REFUSED:
        return _asks_again(family)
    return _DEEDS.get(application.state)


def _accept(work: Work, case: Application) -> None:
    accepted = street.accept(work, case.id)
    held = offices.by_code(work.session, work.place, "QINGXI-1")
    if held is not None:
        applications.assign_community(work, accepted.id, held.id)


def _ask_for_missing(work: Work, case: Application) -> None:
    lines = [line for line in papers.ask_lines(work, case) if line.preset]
    street.ask_for_missing(
        work, case.id, [(line.key, line.preset, line.member_id) for line in lines]
    )


def _survey(work: Work, case: Application) -> None:
    found = dict.fromkeys(evidence.surveyed(case), (Agreement.YES, ""))
    street.investigate(work, case.id, street.Survey(work.day, "社区两名工作人员（示例）", found))


def _give_opinion(work: Work, case: Application) -> None:
    outcome = _outcome(work, case)
    street.publish_at_street(work, case.id, outcome, _REASONS[outcome])


def _recheck(work: Work, case: Application) -> None:
    outcome = _outcome(work, case)
    county.recheck(work, case.id, outcome, _REASONS[outcome])


def _decide(work: Work, case: Application) -> None:
    outcome = _outcome(work, case)
    county.decide(work, case.id, outcome, _REASONS[outcome])


def _reconsider(work: Work, case: Application) -> None:
    outcome = _outcome(work, case)
    reconsidering.reconsider(work, case.id, outcome, _REASONS[outcome])


def _decide_at_park(work: Work, case: Application) -> None:
    outcome = _outcome(work, case)
    parks.decide(work, case.id, outcome, _REASONS[outcome])


def _asks_again(family: Family) -> Deed | None:
    if not family.asks_again:
        return None
    reason = "核定的情况与实际不符，请重新核查"
    document = "" if family.has_account else LETTER
    return Deed(
        APPLICANT if family.has_account else REVIEWER,
        lambda work, case: reconsidering.ask(work, case.id, reason, document),
        asks=True,
    )


def _outcome(work: Work, case: Application) -> Outcome:
    """Return what the findings of the day say; what is not checked stands against nobody here."""
    found = evidence.assessed(work.session, work.keyring, case, work.day)
    return Outcome.UNQUALIFIED if found.failed else Outcome.QUALIFIED


_REASONS = {
    Outcome.QUALIFIED: "材料、调查与部门核定情况一致",
    Outcome.UNQUALIFIED: "部门核定情况不符合条件",
}
_DEEDS: Mapping[S, Deed] = {
    S.SUBMITTED: Deed(STREET, _accept, asks=True),
    S.ACCEPTED: Deed(COMMUNITY, _survey),
    S.INVESTIGATED: Deed(STREET, _give_opinion),
    S.FORWARDED: Deed(REVIEWER, lambda work, case: county.receive(work, case.id)),
    S.COUNTY_RECEIVED: Deed(REVIEWER, _recheck),
    S.RECHECKED: Deed(HEAD, _decide),
    S.RECONSIDERING: Deed(SECOND_HEAD, _reconsider),
    S.PARK_REVIEW: Deed(SECOND_PARK, _decide_at_park),
    S.PARK_REGISTERED: Deed(PARK, lambda work, case: filing.file_park_list(work, [case.id])),
}
