"""Values as text inside a finding: amounts, areas, lists of words, in both languages."""

from collections.abc import Iterable

from housing.core.money import Fen, yuan

EVENTS = {
    "sale": ("出售", "sale"),
    "gift": ("赠与", "gift"),
    "expropriation_or_demolition": ("征收拆迁", "expropriation or demolition"),
    "self_commissioned_auction": ("自行委托拍卖", "auction at one's own order"),
}
GROUNDS = {
    "illness": ("因病", "illness"),
    "accident": ("事故", "accident"),
    "other_special": ("其他特殊情况", "other special circumstances"),
}
BENEFITS = {
    "reform_purchase": ("房改购房", "purchase of reformed public housing"),
    "fund_raised_housing": ("集资建房", "fund-raised housing"),
    "affordable_sale_housing": ("经济适用住房", "affordable housing for sale"),
    "other": ("其他政策性住房", "other policy housing"),
}
GROUPS = {
    "low_income": ("城镇低收入住房困难家庭", "urban low-income households"),
    "lower_middle": ("城镇中等偏下收入住房困难家庭", "urban lower-middle-income households"),
    "new_employee": ("新就业无房职工", "newly employed workers without housing"),
    "migrant_worker": ("外来务工人员", "migrant workers"),
    "recruited_talent": ("引进人才", "recruited talent"),
}
BANDS = {
    "low": ("低收入", "low income"),
    "lower_middle": ("中等偏下收入", "lower-middle income"),
    "above": ("高于中等偏下收入", "above lower-middle income"),
}


def area(hundredths_m2: int) -> str:
    """Return an area without its unit: 1299 is '12.99'."""
    return f"{hundredths_m2 // 100}.{hundredths_m2 % 100:02d}"


def money(fen: int) -> str:
    """Return an amount in yuan without its unit: 160000 is '1600.00'."""
    return yuan(Fen(fen))


def zh(words: dict[str, tuple[str, str]], word: str) -> str:
    """Return the Chinese of a word; an unknown word stands for itself."""
    return words.get(word, (word, word))[0]


def en(words: dict[str, tuple[str, str]], word: str) -> str:
    """Return the English of a word; an unknown word stands for itself."""
    return words.get(word, (word, word))[1]


def both(words: dict[str, tuple[str, str]], word: str) -> str:
    """Return '中文 / English' of a word."""
    return f"{zh(words, word)} / {en(words, word)}"


def listed(words: dict[str, tuple[str, str]], several: Iterable[str]) -> tuple[str, str]:
    """Return several words as a Chinese and as an English list."""
    kept = list(several)
    return "、".join(zh(words, word) for word in kept), ", ".join(en(words, word) for word in kept)
