"""Sentences about one household's outcome that no proof table is needed for."""

from collections.abc import Callable
from datetime import date

from housing.rounds.picked import Picks
from housing.rounds.roll import OffRoll

_OFF_ROLL: dict[OffRoll, tuple[str, str]] = {
    OffRoll.ASKED_FOR_SUBSIDY: (
        "您申请的是租赁补贴，不参加实物配租",
        "You asked for the rental subsidy, so you take no part in giving out flats",
    ),
    OffRoll.REGISTERED_LATER: (
        "您的轮候登记日期晚于本轮名册冻结日，请等下一轮",
        "You were registered after this roll was frozen; you take part in the next round",
    ),
    OffRoll.HOUSED_BEFORE: (
        "您在以前公布的轮次中已分到房",
        "An earlier published round gave you a flat",
    ),
    OffRoll.IN_ANOTHER_ROUND: (
        "您正在另一轮次的名册中，同一家庭不能同时参加两轮",
        "You are on the roll of another running round; nobody takes part in two at once",
    ),
    OffRoll.UNDER_REVIEW: (
        "您的轮候资格正在复查，查清之前不参加配租，您的位置保留",
        "Your place on the waitlist is under review; until then you take part in no round",
    ),
    OffRoll.FROZEN: (
        "您曾放弃配租，两年内不再配租",
        "You gave up an allocation; no flat is given to you for two years",
    ),
    OffRoll.NOT_WAITING: (
        "您已不在轮候名单上",
        "You are no longer on the waitlist",
    ),
    OffRoll.NOT_OF_THE_OWNER: (
        "这是单位、园区自有房源的轮次，只面向该单位、园区的保障对象",
        "This round is for the owner's own people; you take part in the rounds of the county",
    ),
}


def off_roll(reason: OffRoll, language: str) -> str:
    """Return why a household is off the roll."""
    return why_off_roll(reason, language) + ("." if language == "en" else "。")


def why_off_roll(reason: OffRoll, language: str) -> str:
    """Return why a household is off the roll, without article and full stop."""
    zh, en = _OFF_ROLL[reason]
    return en if language == "en" else zh


def subsidy_due(language: str) -> str:
    """Return what a rescue household without a flat is owed. Basis: HN 18 (HN-18-2)."""
    if language == "en":
        return (
            "You are a rescue household: no flat was left for you, so a rental subsidy is due to"
            " you at once."
        )
    return "您是住房救助对象，应保尽保：本轮没有可分给您的房源，应即发放租赁补贴。"


def not_allocated_yet(until: date | None, language: str) -> str:
    """Return what the household waits for."""
    if until is None:
        return "The order has not been published yet." if language == "en" else "排序尚未公示。"
    if language == "en":
        return f"The order is shown until {until}; flats are given out after that."
    return f"排序公示至 {until}，公示无异议后分配。"


def held_back(language: str) -> str:
    """Return what it means that a result is held back."""
    if language == "en":
        return (
            "A question about this round could touch your result, so it is held back until it is"
            " settled. You will be told in writing; your place is kept."
        )
    return "本轮有一项问题可能影响您的结果，查清之前暂缓公布。查清后书面告知，您的位次保留。"


#: What a household did in its turn in the hall; who found nothing gets its certificate instead.
IN_HALL = {
    "picked": ("轮到您时，您选定了{unit}（{name}）。", "At your turn you chose {unit} ({name})."),
    "given_up": (
        "轮到您时，您选定了{unit}（{name}），随后在现场放弃。",
        "At your turn you chose {unit} ({name}) and then gave it up in the hall.",
    ),
    "declined": (
        "轮到您时仍有适合的房源，您没有选房；您的轮候名次不变。",
        "At your turn there were suitable flats and you took none; you keep your place.",
    ),
    "absent": (
        "您没有在通知的时间、地点到场；是否视同放弃另行认定，认定之前可以说明情况。",
        "You did not come at the told time and place; whether that counts as giving up is decided"
        " apart, and you may explain before.",
    ),
}


def in_hall(
    picks: Picks | None,
    stage: str,
    roll_id: str,
    called: Callable[[str], str],
    language: str,
) -> tuple[str, ...]:
    """Return what a household did in its turn of a stage, where the proof alone would mislead."""
    row = picks.rows.get((stage, roll_id)) if picks else None
    if row is None or row["outcome"] not in IN_HALL:
        return ()
    said = IN_HALL[row["outcome"]][language == "en"]
    return (said.format(unit=row["unit"], name=called(row["class"]) if row["class"] else ""),)
