"""The sentences of `explain`, in Chinese and English."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

_ENGLISH = {
    "place": "Your place in the public order is {place} of {households}.",
    "housed": "You have a flat of class {own}: your choice {choice} of {choices}.",
    "housed_unasked": "You have a flat of class {own}, which suits your household and is not among"
    " your wishes.",
    "out": "You have no flat in this round.",
    "no_wishes": "No class stood on your list, so no flat could be given to you.",
    "no_flats": "Class {classes} has no flat in this round.",
    "first": "No class stood above it on your list.",
    "first_unasked": "Of the classes that suit your household it stood first.",
    "closed": "Every flat of the classes on your list went to households before you, and none of"
    " them could have been housed elsewhere: {closings}; you are at place {place}.",
    "closed_unasked": "Every flat of the classes open to you (your wishes, and the others that suit"
    " your household) went to households before you, and none of them could have been housed"
    " elsewhere: {closings}; you are at place {place}.",
    "closing": "{classes} closed at place {closing}",
    "one_more": "One more flat of {classes} would go to the household at place {closing}.",
    "one_more_of_them": "One more flat of any class that closed at place {closing} would go to the"
    " household at that place.",
    "one_more_own": "One more flat of {classes} would be yours.",
    "one_more_own_of_them": "One more flat of any class that closed at place {closing} would be"
    " yours.",
    "prefix": "Why not {classes}: by the turn of place {cut} every flat of {prefix} was needed, by"
    " households that had chosen before that turn and by households that can be housed nowhere"
    " else. One more for you would have taken a choice back or left one of them without a home.",
    "tie": "You like {classes} as much, and your list has it before {own}. By the turn of place"
    " {cut} every flat of {prefix} was needed by households whose choice or home lay there.",
    "tie_unasked": "{classes} would suit you as well, and stands before {own}. By the turn of place"
    " {cut} every flat of {prefix} was needed by households whose choice or home lay there.",
    "taken": "Why not {classes}: at your turn all its {flats} flats had been taken by households"
    " before you.",
    "held": "Why not {classes}: all its {flats} flats went to households that come before you"
    " there, the last of them at place {latest}.",
    "groups": "In class {classes} the groups {groups} come first, in this order, then everybody by"
    " place; you belong to {mine}.",
    "no_group": "none of them",
    "full": "Why not {classes}: all its {flats} flats went to other households.",
    "kept_free": "Why not {classes}: {free} of its flats stay empty; a limit of the round or one of"
    " its goals kept you out.",
    "proof_priority": "Anybody can check this against the tables published with the plan.",
    "proof_in_turn": "Anybody can recompute this by letting each household choose in turn.",
    "proof_deferred_acceptance": "Anybody can recompute this by repeating the proposals.",
    "proof_optimal": "The plan keeps every limit of the round, which anybody can recompute. That no"
    " plan reaches its goals better was proven by the solver; a second program cannot repeat that.",
    "proof_feasible": "The plan keeps every limit of the round, which anybody can recompute. It is"
    " not proven to be the best one: {gaps}.",
    "gap": "the goal '{goal}' stands at {value}, and no plan passes {bound}",
    "and": ", ",
    "many": "the first {count} classes of the table {table}",
}

_CHINESE = {
    "place": "您在公开顺序中排第 {place} 位，共 {households} 户。",
    "housed": "您配得 {own} 类房源，是您 {choices} 个志愿中的第 {choice} 志愿。",
    "housed_unasked": "您配得 {own} 类房源：它适合您的家庭，但不在您的志愿中。",
    "out": "您在本轮没有配得房源。",
    "no_wishes": "您的志愿表上没有任何类别，因此无法配租。",
    "no_flats": "{classes} 类在本轮没有房源。",
    "first": "在您的志愿表上，没有比它更靠前的类别。",
    "first_unasked": "在适合您家庭的类别中，它排在最前。",
    "closed": "您志愿表上各类别的房源全部配给了排在您前面的家庭，"
    "而且其中没有一户能改住别处：{closings}；您排第 {place} 位。",
    "closed_unasked": "您能配租的各类别（您的志愿，和适合您家庭的其他类别），房源全部配给了"
    "排在您前面的家庭，而且其中没有一户能改住别处：{closings}；您排第 {place} 位。",
    "closing": "{classes}在第 {closing} 位截止",
    "one_more": "{classes}若再有一套，会配给第 {closing} 位的家庭。",
    "one_more_of_them": "在第 {closing} 位截止的各类，任何一类若再有一套，会配给该位家庭。",
    "one_more_own": "{classes}若再有一套，就会配给您。",
    "one_more_own_of_them": "在第 {closing} 位截止的各类，任何一类若再有一套，就会配给您。",
    "prefix": "为什么不是 {classes}：轮到第 {cut} 位时，以下类别的每一套房源都已有着落：{prefix}。"
    "一部分由此前的家庭选定，其余必须留给只能住在这些类别里的家庭。"
    "再给您一套，就要推翻前面家庭的选择，或者使其中一户没有住房。",
    "tie": "您对 {classes} 同样满意，它在志愿表上排在 {own} 之前。但轮到第 {cut} 位时，"
    "以下类别的每一套房源都已被选定，或者必须留给只能住在那里的家庭：{prefix}。",
    "tie_unasked": "{classes} 也适合您的家庭，排在 {own} 之前。但轮到第 {cut} 位时，"
    "以下类别的每一套房源都已被选定，或者必须留给只能住在那里的家庭：{prefix}。",
    "taken": "为什么不是 {classes}：轮到您时，它的 {flats} 套房源已全部被排在您前面的家庭选走。",
    "held": "为什么不是 {classes}：它的 {flats} 套房源全部配给了在该类别中次序先于您的家庭，"
    "其中最后一户排第 {latest} 位。",
    "groups": "在 {classes} 类中，先依次照顾 {groups}，再按公开顺序；您属于：{mine}。",
    "no_group": "以上都不是",
    "full": "为什么不是 {classes}：它的 {flats} 套房源已全部配给其他家庭。",
    "kept_free": "为什么不是 {classes}：它还有 {free} 套空置，但本轮的限制条件或目标使您不能入住。",
    "proof_priority": "任何人都可以用随方案公布的证明表重新核对。",
    "proof_in_turn": "任何人都可以按顺序逐户重新选一遍来核对。",
    "proof_deferred_acceptance": "任何人都可以按同样的次序重新申请一遍来核对。",
    "proof_optimal": "本方案满足本轮全部限制条件，任何人都可以重新核对。"
    "没有更好的方案这一点由求解器证明，第二个程序无法重复这一证明。",
    "proof_feasible": "本方案满足本轮全部限制条件，任何人都可以重新核对。"
    "但尚未证明它是最好的方案：{gaps}。",
    "gap": "目标“{goal}”达到 {value}，任何方案都不会优于 {bound}",
    "and": "、",
    "many": "{count} 类，即公布的 {table} 表最前面的 {count} 类",
}

WORDS: Mapping[str, Mapping[str, str]] = {"zh": _CHINESE, "en": _ENGLISH}


class Speech:
    """Sentences of one language; `called` gives what people call a class."""

    def __init__(self, language: str, called: Callable[[str], str] = str) -> None:
        if language not in WORDS:
            raise ValueError(f"language: {language!r} is not known; known: {', '.join(WORDS)}")
        self._words = WORDS[language]
        self.called = called

    def say(self, sentence: str, **facts: object) -> str:
        """One sentence with its facts filled in."""
        return self._words[sentence].format(**facts)

    def row(self, names: Iterable[str]) -> str:
        """Names in a row."""
        return self._words["and"].join(names)

    def classes(self, names: Iterable[str]) -> str:
        """Classes in a row, as people call them."""
        return self.row(self.called(name) for name in names)
