"""New employees some years after their graduation: the market's rent, and no eviction."""

from datetime import date

from housing.calendar import Measure, Period, counted_back, load_calendar
from housing.core.audit.record import Entry
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.work import Work
from housing.eligibility.assess import Assessment
from housing.eligibility.facts import Known
from housing.exits import queries, rules, telling
from housing.exits.relocating import to_market
from housing.joint_reviews import jobs as reviewing
from housing.joint_reviews import people
from housing.joint_reviews import queries as reviews
from housing.joint_reviews import service as joint_reviews
from housing.joint_reviews.states import UNDECIDED, ReviewPurpose
from housing.leases.models import Lease
from housing.policies.queries import book as values_in_force

BATCH = 25
LIMIT = "graduate_years_limit"


def switch_some(work: Work, after_id: int) -> tuple[int, int | None]:
    """Let some graduates pay the market's rent; return how many, and the last lease looked at.

    None where there are no more. Only those whom the property registry has just found without a
    dwelling are switched, from today; of the others it is asked, and one who has a dwelling is left
    to a person. No exit case follows from this alone. Basis: HN 33 (HN-33-7).

    Raises:
        MissingPolicyValue: the county has no market rent or recheck interval on file.
    """
    value = values_in_force(work.session).find(LIMIT, work.place, work.day)
    if value is None:
        return 0, None
    years = int(value.value)
    back = Period(years, Measure.YEARS)
    graduated_by = counted_back(load_calendar(), work.day, back).day
    found = queries.graduates(work.session, work.place, graduated_by, work.day, after_id, BATCH)
    switched = sum(_switch(work, lease, on, years) for lease, on in found)
    return switched, found[-1][0].id if found else None


def _switch(work: Work, lease: Lease, graduated_on: date, years: int) -> bool:
    since = reviewing.seen_before(work.session, work.place, work.day)
    area = _registered_since(work, lease, since)
    if area is None:
        _ask(work, lease)
    if area != 0:
        return False
    reached = rules.years_after(graduated_on, years)
    reason = (
        f"新就业大学生于 {graduated_on} 毕业，{reached} 满 {years} 年，经核查未购买自有住房，"
        "按市场租金收取"
    )
    term = to_market(work, lease, work.day, reason, "")
    after = {"from_on": work.day.isoformat(), "monthly_fen": term.monthly_fen}
    work.record(
        Entry(TenancyTag.GRADUATE_RENT, lease.case.subject, None, after, reason), lease.place
    )
    tenant = people.tenants_of(work.session, [lease])[0]
    telling.tell_market_rent(work, lease, tenant, term, ("HN-33-7", "HN-25-2"))
    return True


def _registered_since(work: Work, lease: Lease, since: date) -> int | None:
    """Return the area of dwellings by the registry's answer since a day, None without one."""
    for review in reviews.of_household(work.session, lease.household_id):
        if review.opened_on > since and review.findings is not None:
            found = Assessment.from_json(review.findings).facts.local_area
            if isinstance(found, Known):
                return int(found.value)
    return None


def _ask(work: Work, lease: Lease) -> None:
    held = reviews.of_household(work.session, lease.household_id)
    tenant = people.tenants_of(work.session, [lease])[0]
    if any(each.state in UNDECIDED for each in held) or tenant.without_consent():
        return
    reason = "新就业大学生毕业满规定年限，核实是否购买住房"
    joint_reviews.begin(work, lease, ReviewPurpose.PERIODIC, reason=reason)
