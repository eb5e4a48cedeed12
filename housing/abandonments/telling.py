"""The letters of an abandonment: what was reported, what was decided, and the end of the freeze."""

from collections.abc import Mapping, Sequence

from housing.abandonments.models import Abandonment
from housing.abandonments.words import CASE_WORDS
from housing.calendar import Measure, Period
from housing.core.work import Work
from housing.letters import service as letters
from housing.letters.kinds import LetterKind
from housing.policies.queries import book as values_in_force
from housing.waitlist import queries as waitlist
from housing.waitlist.service import case_of
from housing.waitlist.whose import recipient_of

REAPPLY = "自登记之日起已超出规定的轮候时间，期满后本次轮候登记失效，仍有需要的须重新申请；"
REAPPLY += "期满前可以重新申请并登记，期满前不安排配租。"
RETURN = "期满后的次日起恢复轮候，原登记日期不变。"


def tell(
    work: Work,
    abandonment: Abandonment,
    kind: LetterKind,
    facts: Mapping[str, object],
    cites: Sequence[str],
) -> None:
    """Write to the household: to the applicant's account, or where its sheet named a phone."""
    entry = waitlist.get(work.session, abandonment.place, abandonment.entry_id)
    to = recipient_of(work.session, work.keyring, entry)
    letters.send(work, kind, case_of(entry), to, facts, cites)


def event_of(abandonment: Abandonment) -> dict[str, object]:
    """Return the facts that letters about the event share."""
    return {
        "round_code": abandonment.round_code,
        "event": CASE_WORDS[abandonment.kind],
        "happened_on": abandonment.happened_on,
    }


def window(work: Work, place: str) -> str:
    """Within which period a review may be asked for, from the day of receipt (HN-15-13)."""
    days = values_in_force(work.session).value("review_request_window", place, work.day)
    return f"收到本通知书之日起{Period(int(days.value), Measure.WORKING_DAYS).chinese}"


def then(must_reapply: bool) -> str:
    """Return what follows the freeze, in words. Basis: HN 22 (HN-22-3)."""
    return REAPPLY if must_reapply else RETURN


def ended(must_reapply: bool | None) -> str:
    """Return what follows now that the freeze is over, in words. Basis: HN 22 (HN-22-3)."""
    if must_reapply:
        return "自登记之日起已超出规定的轮候时间，本次轮候登记失效，仍有需要的请重新申请。"
    return "您的家庭自次日起恢复轮候，原登记日期不变。"
