"""The conditions about work and stay: insurance, employment, graduation, age, residence."""

from datetime import date

from housing.eligibility.facts import CaseFacts, NotKnown
from housing.eligibility.findings import Condition, Finding, Outcome, Said, line_of, used
from housing.eligibility.lines import Lines
from housing.eligibility.spans import full_months, full_years, month_number, month_text

INSURANCE = Condition(
    "insurance", "连续缴纳社会保险", "Unbroken social insurance", ("HN-12-5", "HN-14-8")
)
EMPLOYMENT = Condition("employment", "稳定就业", "Stable employment", ("HN-12-5",))
GRADUATED = Condition("graduated", "毕业年限", "Years since graduation", ("HN-12-7",))
SINGLE_AGE = Condition("single_age", "单身申请人年龄", "Age of a single applicant", ("HN-12-7",))
EXTRA = Condition("extra", "本地其他条件", "Other local conditions", ("HN-12-7",))
RESIDENCE = Condition("residence", "本市居住年限", "Years of residence", ("KM-D3-2",))
#: The further conditions of a county that are looked at here.
EXTRA_KNOWN = frozenset({"graduated_years_below", "single_age_least"})


def run_of_months(months: tuple[str, ...], applied_on: date) -> tuple[int, str]:
    """Return the length of the unbroken run of months that reaches the application, and its gap.

    The gap is the first unpaid month before the run.

    A month is paid when it is over, so the run may end in the month of the application or in the
    one before it. Any unpaid month breaks it. Basis: HN 12 (HN-12-5).
    """
    paid = {month_number(month) for month in months}
    last = month_number(f"{applied_on:%Y-%m}")
    end = last if last in paid else last - 1
    run = 0
    while end - run in paid:
        run += 1
    return run, month_text(end - run)


def insurance(facts: CaseFacts, lines: Lines) -> Finding:
    """Ask of a migrant worker the county's number of insured months without a gap.

    Basis: HN 12 (HN-12-5), HN 14 (HN-14-8).
    """
    wanted = int(lines.insurance.value)
    line = line_of(
        f"连续缴纳社会保险满 {wanted} 个月",
        f"social insurance for {wanted} months without a gap",
        lines.insurance,
    )
    paid = facts.insurance_months
    if isinstance(paid, NotKnown):
        return INSURANCE.not_checked(line, insurance_months=paid)
    run, gap = run_of_months(paid.value, facts.applied_on)
    seen = [used("insurance_months", paid, str(run))]
    if run >= wanted:
        says = Said(f"已连续缴纳 {run} 个月。", f"{run} months without a gap.")
        return INSURANCE.finding(Outcome.PASSED, seen, line, says)
    return INSURANCE.finding(Outcome.FAILED, seen, line, _too_short(run, wanted, gap))


def employment(facts: CaseFacts, lines: Lines) -> Finding:
    """Ask of a migrant worker stable employment for as many months as insurance.

    Basis: HN 12 (HN-12-5; the number of years governs both).
    """
    wanted = int(lines.insurance.value)
    line = line_of(
        f"稳定就业满 {wanted} 个月（{lines.employment.value}）",
        f"stable employment for {wanted} months (shown by: {lines.employment.value})",
        lines.employment,
        lines.insurance,
    )
    stable, since = facts.stable_employment, facts.employed_since
    if isinstance(stable, NotKnown) or isinstance(since, NotKnown):
        return EMPLOYMENT.not_checked(line, stable_employment=stable, employed_since=since)
    seen = [
        used("stable_employment", stable, "是 / yes" if stable.value else "否 / no"),
        used("employed_since", since, since.value.isoformat() if since.value else "—"),
    ]
    months = full_months(since.value, facts.applied_on) if since.value else 0
    if stable.value and months >= wanted:
        says = Said(f"已就业 {months} 个月。", f"Employed for {months} months.")
        return EMPLOYMENT.finding(Outcome.PASSED, seen, line, says)
    says = Said(
        f"就业 {max(months, 0)} 个月，不满 {wanted} 个月。"
        if stable.value
        else f"没有{lines.employment.value}。",
        f"Employed for {max(months, 0)} months, fewer than {wanted}."
        if stable.value
        else f"There is no {lines.employment.value}.",
        f"就业满 {wanted} 个月、有{lines.employment.value}后可以申请。",
        f"Apply once employed for {wanted} months with the papers that show it.",
    )
    return EMPLOYMENT.finding(Outcome.FAILED, seen, line, says)


def graduated(facts: CaseFacts, lines: Lines) -> Finding | None:
    """Ask of a new employee to have graduated less than the county's number of years ago.

    Basis: HN 12 (HN-12-7).
    """
    years = lines.extra.value.get("graduated_years_below")
    if years is None:
        return None
    line = line_of(
        f"新就业职工毕业不满 {years} 年", f"graduated less than {years} years ago", lines.extra
    )
    on = facts.graduated_on
    if isinstance(on, NotKnown):
        return GRADUATED.not_checked(line, graduated_on=on)
    seen = [used("graduated_on", on, on.value.isoformat() if on.value else "—")]
    if on.value is not None and full_years(on.value, facts.applied_on) < years:
        says = Said(f"{on.value} 毕业，不满 {years} 年。", f"Graduated on {on.value}: in time.")
        return GRADUATED.finding(Outcome.PASSED, seen, line, says)
    remedy_zh = "可以按其他类别申请，如城镇中等偏下收入住房困难家庭。"
    remedy_en = "Apply in another group, such as lower-middle-income households."
    says = (
        Said("没有毕业日期。", "There is no day of graduation.", remedy_zh, remedy_en)
        if on.value is None
        else Said(
            f"{on.value} 毕业，已满 {years} 年。",
            f"Graduated on {on.value}: {years} years have passed.",
            remedy_zh,
            remedy_en,
        )
    )
    return GRADUATED.finding(Outcome.FAILED, seen, line, says)


def single_age(facts: CaseFacts, lines: Lines) -> Finding | None:
    """Ask of a single applicant the county's age; the married need none.

    Basis: HN 12 (HN-12-7).
    """
    least = lines.extra.value.get("single_age_least")
    marital = facts.marital
    if least is None or (not isinstance(marital, NotKnown) and marital.value == "married"):
        return None
    line = line_of(
        f"单身申请人年满 {least} 周岁", f"a single applicant is at least {least}", lines.extra
    )
    age = facts.applicant_age
    if isinstance(marital, NotKnown) or isinstance(age, NotKnown):
        return SINGLE_AGE.not_checked(line, marital=marital, applicant_age=age)
    seen = [used("applicant_age", age, str(age.value))]
    if age.value >= least:
        return SINGLE_AGE.finding(
            Outcome.PASSED, seen, line, Said(f"{age.value} 周岁。", f"{age.value} years old.")
        )
    says = Said(
        f"{age.value} 周岁，不满 {least} 周岁。",
        f"{age.value} years old, younger than {least}.",
        f"年满 {least} 周岁后可以单独申请，现在可以随家庭申请。",
        f"Apply alone from {least} on, or with the family now.",
    )
    return SINGLE_AGE.finding(Outcome.FAILED, seen, line, says)


def other_conditions(_facts: CaseFacts, lines: Lines) -> Finding | None:
    """Leave to people every further condition of a county that is not looked at here.

    Basis: HN 12 (HN-12-7).
    """
    unknown = sorted(set(lines.extra.value) - EXTRA_KNOWN)
    if not unknown:
        return None
    named = "、".join(f"{name}＝{lines.extra.value[name]}" for name in unknown)
    why = f"须由人工核查的本地条件：{named} / local conditions to be looked at by hand: {named}"
    line = line_of(f"本地条件：{named}", f"local conditions: {named}", lines.extra)
    return EXTRA.not_checked(line, extra_conditions=NotKnown(why))


def residence(facts: CaseFacts, lines: Lines) -> Finding | None:
    """Ask of a migrant worker the years of residence that the place's instrument names.

    Only where it names any; of the migrant workers alone. Basis: KM 3 (KM-D3-2).
    """
    if lines.residence_years is None:
        return None
    years = int(lines.residence_years.value)
    line = line_of(
        f"在本市居住满 {years} 年", f"{years} years of residence here", lines.residence_years
    )
    since = facts.resided_since
    if isinstance(since, NotKnown):
        return RESIDENCE.not_checked(line, resided_since=since)
    seen = [used("resided_since", since, since.value.isoformat() if since.value else "—")]
    lived = full_years(since.value, facts.applied_on) if since.value else 0
    if lived >= years:
        return RESIDENCE.finding(
            Outcome.PASSED, seen, line, Said(f"已居住 {lived} 年。", f"{lived} years.")
        )
    says = Said(
        f"居住 {max(lived, 0)} 年，不满 {years} 年。",
        f"{max(lived, 0)} years, fewer than {years}.",
        f"居住满 {years} 年后可以申请。",
        f"Apply after {years} years of residence.",
    )
    return RESIDENCE.finding(Outcome.FAILED, seen, line, says)


def _too_short(run: int, wanted: int, gap: str) -> Said:
    left = wanted - run
    return Said(
        f"连续缴纳 {run} 个月，不满 {wanted} 个月；{gap} 没有缴纳。",
        f"{run} months without a gap, fewer than {wanted}; {gap} is not paid.",
        f"再连续缴纳 {left} 个月后可以申请；补缴的月份以社保部门的记录为准。",
        f"Apply after {left} more months; months paid late count as the department records them.",
    )
