"""The conditions about means: income, net assets, vehicles (HN 12, HN 10)."""

from housing.eligibility.facts import CaseFacts, NotKnown
from housing.eligibility.findings import Condition, Finding, Outcome, Said, line_of, used
from housing.eligibility.lines import Lines
from housing.eligibility.wording import BANDS, both, en, money, zh
from housing.households.words import Group
from housing.policies.value import PolicyValue

_CITES = ("HN-12-4", "HN-10-1", "HN-14-6")
INCOME = Condition("income", "家庭收入", "Household income", _CITES)
ASSETS = Condition("assets", "家庭净资产", "Net assets", _CITES)
VEHICLES = Condition("vehicles", "机动车", "Vehicles", _CITES)
#: What civil affairs must have certified, group by group; the others need either of the two.
_LOW = ("low",)
_EITHER = ("low", "lower_middle")


def income(facts: CaseFacts, lines: Lines) -> Finding:
    """Hold the income a head and month against the line of the group, and the certified band.

    The low line binds low-income households; the lower-middle line binds the other groups, whom
    the measures admit by the conditions of urban residents. Equal to the line passes.
    Basis: HN 12 (HN-12-4), HN 10 (HN-10-1), HN 8 (HN-8-1), HN 14 (HN-14-6).
    """
    value = _income_line(facts.group, lines)
    line = line_of(
        f"人均月收入不超过 {money(value.value)} 元",
        f"at most {money(value.value)} yuan a head and month",
        value,
    )
    earned, size, band = facts.income_fen, facts.size, facts.income_band
    if isinstance(earned, NotKnown) or isinstance(size, NotKnown) or isinstance(band, NotKnown):
        return INCOME.not_checked(line, income_fen=earned, size=size, income_band=band)
    seen = [
        used("income_fen", earned, money(earned.value)),
        used("size", size, str(size.value)),
        *([used("income_band", band, both(BANDS, band.value))] if band.value else []),
    ]
    per_head = money(-(-earned.value // size.value))
    told = Said(
        f"家庭月收入 {money(earned.value)} 元，{size.value} 人，人均 {per_head} 元",
        f"{money(earned.value)} yuan for {size.value} people, {per_head} yuan a head",
    )
    if earned.value > value.value * size.value:
        return INCOME.finding(Outcome.FAILED, seen, line, _too_much(told, facts, lines))
    wanted = _LOW if facts.group == Group.LOW_INCOME else _EITHER
    if band.value and band.value not in wanted:
        return INCOME.finding(Outcome.FAILED, seen, line, _other_band(band.value))
    says = Said(f"{told.zh}，没有超过标准。", f"{told.en}: within the line.")
    return INCOME.finding(Outcome.PASSED, seen, line, says)


def assets(facts: CaseFacts, lines: Lines) -> Finding:
    """Hold the net assets a head against the county's limit; equal to it passes.

    Basis: HN 12 (HN-12-4), HN 10 (HN-10-1).
    """
    most = int(lines.property_limit.value["net_assets_per_head"])
    line = line_of(
        f"人均净资产不超过 {money(most)} 元",
        f"net assets of at most {money(most)} yuan a head",
        lines.property_limit,
    )
    owned, size = facts.net_assets_fen, facts.size
    if isinstance(owned, NotKnown) or isinstance(size, NotKnown):
        return ASSETS.not_checked(line, net_assets_fen=owned, size=size)
    seen = [
        used("net_assets_fen", owned, money(owned.value)),
        used("size", size, str(size.value)),
    ]
    per_head = money(-(-owned.value // size.value))
    if owned.value <= most * size.value:
        says = Said(f"人均净资产 {per_head} 元，没有超过标准。", f"{per_head} yuan: within.")
        return ASSETS.finding(Outcome.PASSED, seen, line, says)
    whole = money(most * size.value)
    says = Said(
        f"人均净资产 {per_head} 元，超过标准。",
        f"{per_head} yuan a head: above the limit.",
        f"{size.value} 人的家庭，净资产合计须不超过 {whole} 元；债务可以扣除，请提交证明。",
        f"A household of {size.value} may own {whole} yuan net in all; debts shown are deducted.",
    )
    return ASSETS.finding(Outcome.FAILED, seen, line, says)


def vehicles(facts: CaseFacts, lines: Lines) -> Finding:
    """Hold number and price of vehicles against the county's limit; equal to it passes.

    Basis: HN 12 (HN-12-4), HN 10 (HN-10-1).
    """
    most = int(lines.property_limit.value["vehicles_most"])
    dearest = int(lines.property_limit.value["vehicle_price_most"])
    line = line_of(
        f"机动车不超过 {most} 辆，单辆购置价不超过 {money(dearest)} 元",
        f"at most {most} vehicle(s), none dearer than {money(dearest)} yuan",
        lines.property_limit,
    )
    owned = facts.vehicles
    if isinstance(owned, NotKnown):
        return VEHICLES.not_checked(line, vehicles=owned)
    seen = [used("vehicles", owned, "; ".join(money(price) for price in owned.value) or "0")]
    if len(owned.value) > most:
        says = Said(
            f"有机动车 {len(owned.value)} 辆，超过 {most} 辆。",
            f"{len(owned.value)} vehicles, more than {most}.",
            "经营、残疾人代步等用途的车辆，请向受理机构说明并提交证明。",
            "Tell the office about vehicles for business or for a disability, with papers.",
        )
        return VEHICLES.finding(Outcome.FAILED, seen, line, says)
    dear = [price for price in owned.value if price > dearest]
    if dear:
        says = Said(
            f"有机动车购置价 {money(max(dear))} 元，超过标准。",
            f"A vehicle of {money(max(dear))} yuan is above the limit.",
            "购置价以发票或登记为准；不一致的，请提交证明。",
            "The price on invoice or register counts; show them if they differ.",
        )
        return VEHICLES.finding(Outcome.FAILED, seen, line, says)
    says = Said(f"机动车 {len(owned.value)} 辆，没有超过标准。", "Within the limit.")
    return VEHICLES.finding(Outcome.PASSED, seen, line, says)


def _income_line(group: str, lines: Lines) -> PolicyValue:
    return lines.income_low if group == Group.LOW_INCOME else lines.income_lower_middle


def _too_much(told: Said, facts: CaseFacts, lines: Lines) -> Said:
    """Name the other group where its line would fit."""
    size, earned = facts.size, facts.income_fen
    line = _income_line(facts.group, lines)
    remedy_zh = "收入以民政部门核定为准；近期减少的，请提交证明。"
    remedy_en = "Civil affairs certify the income; show papers if it has fallen lately."
    fits_other = (
        facts.group == Group.LOW_INCOME
        and not isinstance(size, NotKnown)
        and not isinstance(earned, NotKnown)
        and earned.value <= lines.income_lower_middle.value * size.value
    )
    if fits_other:
        other = money(lines.income_lower_middle.value)
        remedy_zh = f"可以按中等偏下收入家庭申请，其标准为人均 {other} 元。"
        remedy_en = f"Apply as a lower-middle-income household: {other} yuan a head."
    return Said(
        f"{told.zh}，超过 {money(line.value)} 元。",
        f"{told.en}: above {money(line.value)} yuan.",
        remedy_zh,
        remedy_en,
    )


def _other_band(band: str) -> Said:
    remedy_zh, remedy_en = (
        ("可以按中等偏下收入家庭申请。", "Apply as a lower-middle-income household.")
        if band == "lower_middle"
        else ("对认定有异议的，请向民政部门提出。", "Ask civil affairs to look at it again.")
    )
    return Said(
        f"民政部门认定为{zh(BANDS, band)}，与申请的类别不符。",
        f"Civil affairs certify {en(BANDS, band)}, which does not fit the group applied for.",
        remedy_zh,
        remedy_en,
    )
