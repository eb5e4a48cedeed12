"""A household as a row of a list that may leave the office: masked."""

from housing.households.masking import masked_name
from housing.households.models import Household
from housing.households.words import ASSISTANCE_WORDS, GROUP_WORDS, RESCUE_WORDS

COLUMNS = (
    "申请编号",
    "姓名",
    "受理街道",
    "申请类别",
    "家庭人口",
    "救助类型",
    "优先情形",
    "现住房建筑面积",
    "受理日期",
    "登记日期",
    "需无障碍",
    "保障方式",
    "意向",
)


def export_row(household: Household) -> tuple[str | int | float, ...]:
    """Return the cells of one household, in the order of `COLUMNS`; area in m².

    Neither identity number nor phone, neither income nor assets: a list of these has no use
    outside of the review.
    """
    return (
        household.application_number,
        masked_name(household.name),
        household.street,
        GROUP_WORDS[household.group],
        household.size,
        RESCUE_WORDS[household.rescue],
        "、".join(household.priority_groups),
        household.present_area / 100,
        household.accepted_on.isoformat(),
        household.registered_on.isoformat(),
        "是" if household.needs_accessible else "否",
        ASSISTANCE_WORDS[household.assistance],
        ";".join("/".join(rank) for rank in household.wishes),
    )
