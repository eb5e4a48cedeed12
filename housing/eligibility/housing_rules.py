"""The conditions about housing: area, dwellings given up, policy housing (HN 12)."""

from datetime import date

from housing.eligibility.facts import CaseFacts, Disposal, NotKnown
from housing.eligibility.findings import Condition, Finding, Line, Outcome, Said, line_of, used
from housing.eligibility.lines import Lines
from housing.eligibility.spans import first_day_outside, years_before
from housing.eligibility.wording import BENEFITS, EVENTS, GROUNDS, area, both, listed, zh

AREA = Condition("area", "现有住房面积", "Housing area", ("HN-12-1", "HN-10-1"))
DISPOSALS = Condition(
    "disposals", "两年内处分的房产", "Dwellings given up in the last two years", ("HN-12-2",)
)
EXCEPTIONS = Condition(
    "exceptions", "处分房产的特殊原因", "Special grounds for giving up a dwelling", ("HN-12-3",)
)
POLICY_HOUSING = Condition(
    "policy_housing", "享受过的政策性住房", "Policy housing enjoyed", ("HN-12-6",)
)


def housing_area(facts: CaseFacts, lines: Lines) -> Finding:
    """Hold the area that the members own, divided by their number, against the county's line.

    Below the line passes, equal to it fails (低于); the locality is the county, the area the
    building area. Basis: HN 12 (HN-12-1), HN 10 (HN-10-1).
    """
    line = _area_line(lines)
    total, size = facts.local_area, facts.size
    if isinstance(total, NotKnown) or isinstance(size, NotKnown):
        return AREA.not_checked(line, local_area=total, size=size)
    per_head = total.value // size.value
    below = total.value < lines.area.value * size.value
    seen = [used("local_area", total, area(total.value)), used("size", size, str(size.value))]
    zh_text = (
        f"名下住房共 {area(total.value)} 平方米，{size.value} 人，人均 {area(per_head)} 平方米"
    )
    en_text = f"{area(total.value)} m² owned by {size.value} people, {area(per_head)} m² a head"
    if below:
        return AREA.finding(
            Outcome.PASSED,
            seen,
            line,
            Said(f"{zh_text}，低于标准。", f"{en_text}: below the line."),
        )
    most = area(lines.area.value * size.value)
    says = Said(
        f"{zh_text}，没有低于标准。",
        f"{en_text}: not below the line.",
        f"{size.value} 人的家庭，名下住房合计须少于 {most} 平方米。",
        f"A household of {size.value} must own less than {most} m² in all.",
    )
    return AREA.finding(Outcome.FAILED, seen, line, says)


def disposals(facts: CaseFacts, lines: Lines) -> Finding:
    """Count what was given up in the two years before the application as still owned.

    A disposal exactly two years before the application day is inside; so is one between the
    application and the day the registry speaks for. Excepted grounds are left to `exceptions`.
    All groups. Basis: HN 12 (HN-12-2).
    """
    line = _lookback_line(lines)
    total, size, gone = facts.local_area, facts.size, facts.disposals
    if isinstance(gone, NotKnown):
        return DISPOSALS.not_checked(line, disposals=gone)
    counted = [each for each in _within(gone.value, facts, lines) if not _excepted(each, lines)]
    seen = [used("disposals", gone, _told(counted))]
    if not counted:
        since = years_before(facts.applied_on, lines.lookback.value)
        says = Said(
            f"{since} 以来没有应计入的处分房产。",
            f"Nothing given up since {since} is to be counted.",
        )
        return DISPOSALS.finding(Outcome.PASSED, seen, line, says)
    if isinstance(total, NotKnown) or isinstance(size, NotKnown):
        return DISPOSALS.not_checked(line, local_area=total, size=size)
    whole = total.value + sum(each.area for each in counted)
    seen += [used("local_area", total, area(total.value)), used("size", size, str(size.value))]
    if whole < lines.area.value * size.value:
        says = Said(
            f"连同两年内处分的房产计 {area(whole)} 平方米，人均仍低于标准。",
            f"With what was given up, {area(whole)} m²: still below the line.",
        )
        return DISPOSALS.finding(Outcome.PASSED, seen, line, says)
    return DISPOSALS.finding(Outcome.FAILED, seen, line, _counted(counted, whole, lines))


def exceptions(facts: CaseFacts, lines: Lines) -> Finding | None:
    """Leave out of the look-back what was given up for an excepted ground that is shown.

    Applies only where such a ground is claimed for a disposal in the window; a ground without
    anything that shows it is not checked. Basis: HN 12 (HN-12-3).
    """
    if isinstance(facts.disposals, NotKnown):
        return None
    claimed = [
        each for each in _within(facts.disposals.value, facts, lines) if _excepted(each, lines)
    ]
    if not claimed:
        return None
    grounds_zh, grounds_en = listed(GROUNDS, lines.exception_grounds.value)
    line = line_of(
        f"{grounds_zh}处分的房产不计入，须有材料证明",
        f"what is given up for {grounds_en} is not counted, if shown",
        lines.exception_grounds,
    )
    seen = [used("disposals", facts.disposals, _told(claimed))]
    bare = [each for each in claimed if not each.document]
    if bare:
        says = Said(
            f"{zh(GROUNDS, bare[0].cause)}处分的房产（{bare[0].on}）还没有材料证明原因。",
            f"Nothing shows yet why the dwelling was given up on {bare[0].on}.",
            "请提交证明材料，如病历、事故认定书。",
            "Bring papers that show it, such as medical records or an accident report.",
        )
        return EXCEPTIONS.finding(Outcome.NOT_CHECKED, seen, line, says)
    shown = "、".join(dict.fromkeys(each.document for each in claimed))
    says = Said(f"有材料证明（{shown}），不计入。", f"Shown by {shown}; not counted.")
    return EXCEPTIONS.finding(Outcome.PASSED, seen, line, says)


def policy_housing(facts: CaseFacts, lines: Lines) -> Finding:
    """Refuse a household of which a present member has ever enjoyed policy housing.

    Without time limit. Basis: HN 12 (HN-12-6).
    """
    named_zh, named_en = listed(BENEFITS, lines.benefits.value)
    line = line_of(f"未享受过{named_zh}", f"never enjoyed: {named_en}", lines.benefits)
    enjoyed = facts.policy_housing
    if isinstance(enjoyed, NotKnown):
        return POLICY_HOUSING.not_checked(line, policy_housing=enjoyed)
    hits = [each for each in enjoyed.value if each.kind in lines.benefits.value]
    told = "; ".join(f"{both(BENEFITS, hit.kind)}".replace(" / ", " ") for hit in hits)
    seen = [used("policy_housing", enjoyed, told or "0")]
    if not hits:
        says = Said("没有享受过政策性住房。", "No policy housing has been enjoyed.")
        return POLICY_HOUSING.finding(Outcome.PASSED, seen, line, says)
    kinds_zh, kinds_en = listed(BENEFITS, [hit.kind for hit in hits])
    when = hits[0].on.year if hits[0].on else None
    says = Said(
        f"享受过{kinds_zh}{f'（{when} 年）' if when else ''}。",
        f"Policy housing was enjoyed: {kinds_en}{f' ({when})' if when else ''}.",
        "这一条没有期限；记录有误的，请向不动产登记机构申请更正。",
        "This has no time limit; ask the property registry to correct a wrong record.",
    )
    return POLICY_HOUSING.finding(Outcome.FAILED, seen, line, says)


def _counted(counted: list[Disposal], whole: int, lines: Lines) -> Said:
    """Say what is counted, and from which day the household may apply again."""
    years = int(lines.lookback.value)
    again = max(first_day_outside(each.on, years) for each in counted)
    said_zh = "、".join(f"{each.on} {zh(EVENTS, each.kind)}" for each in counted)
    return Said(
        f"{said_zh}的房产仍计入，合计 {area(whole)} 平方米，人均没有低于标准。",
        f"What was given up is counted: {area(whole)} m² in all, not below the line.",
        f"{again} 起申请，这些房产不再计入；{'、'.join(_grounds(lines))}处分的，请提交证明。",
        f"From {again} they are no longer counted; show illness, accident or the like, if any.",
    )


def _grounds(lines: Lines) -> list[str]:
    return [zh(GROUNDS, ground) for ground in lines.exception_grounds.value]


def _within(several: tuple[Disposal, ...], facts: CaseFacts, lines: Lines) -> list[Disposal]:
    first: date = years_before(facts.applied_on, lines.lookback.value)
    return [each for each in several if each.on >= first and each.kind in _events(lines)]


def _events(lines: Lines) -> list[str]:
    events: list[str] = lines.disposal_events.value
    return events


def _excepted(disposal: Disposal, lines: Lines) -> bool:
    return disposal.cause in lines.exception_grounds.value


def _told(several: list[Disposal]) -> str:
    return "; ".join(f"{each.on} {area(each.area)} m²" for each in several) or "0"


def _area_line(lines: Lines) -> Line:
    value = area(lines.area.value)
    return line_of(
        f"人均住房建筑面积低于 {value} 平方米", f"less than {value} m² a head", lines.area
    )


def _lookback_line(lines: Lines) -> Line:
    years = lines.lookback.value
    events_zh, events_en = listed(EVENTS, _events(lines))
    return line_of(
        f"申请日前 {years} 年内{events_zh}的房产仍计入人均面积",
        f"dwellings given up ({events_en}) in the {years} years before applying count as owned",
        lines.lookback,
        lines.disposal_events,
        lines.area,
    )
