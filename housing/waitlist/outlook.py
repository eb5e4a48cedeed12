"""What would change the place of a household: facts and dates, never a forecast."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from housing.households.models import Household
from housing.standing.rescoring import first_of_next_month
from housing.standing.rules import full_years, whole_months
from housing.waitlist.models import WaitlistEntry
from housing.waitlist.ranking import Terms
from housing.waitlist.rules import is_overdue, rescue_due_on

#: An age that is further off is of no use to know.
YEARS_AHEAD = 5
HUNDREDTHS = 100


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence in both languages, and the rules that it rests on."""

    zh: str
    en: str
    rules: tuple[str, ...] = ()

    def said(self, language: str) -> str:
        """Return the sentence in one language, 'zh' or 'en'."""
        return self.en if language == "en" else self.zh


def what_would_change(
    entry: WaitlistEntry, household: Household, terms: Terms, day: date
) -> Sequence[Sentence]:
    """Return what may move an entry, and by when the authority must act whatever happens.

    Nothing is said about when a flat will come: that depends on flats nobody has yet.
    Basis: HN 16 (HN-16-3), HN 17 (HN-17-1), HN 18 (HN-18-1, HN-18-2).
    """
    if entry.rescue:
        return (*_rescue(entry, day), _report())
    return (
        _cap(entry, day),
        *_waiting(household, terms),
        *_age(household, terms),
        *_left_out(entry, terms),
        *_tier(entry, terms),
        _next_round(),
        _report(),
    )


def points(hundredths: int) -> str:
    """Return points for people, without zeros at the end."""
    whole, part = divmod(hundredths, HUNDREDTHS)
    return f"{whole}.{part:02d}".rstrip("0").rstrip(".")


def _rescue(entry: WaitlistEntry, day: date) -> Iterator[Sentence]:
    due = rescue_due_on(entry.registered_on)
    yield Sentence(
        "您是住房救助对象，应保尽保，不排队：最近一轮有合适的房就给您，"
        f"没有就自登记次月起发放租赁补贴，最迟 {due}。",
        "You are a rescue household and do not queue: the next round gives you a flat if one fits,"
        f" else the rental subsidy is paid from the month after your registration, by {due}.",
        ("HN-18-2",),
    )
    if day > due:
        yield Sentence(
            "这一期限已过，责任在主管部门；请与住房保障中心联系，也可以向上级住建部门反映。",
            "That day has passed, and the authority is late. Ask the housing security centre, or"
            " report it to the housing department above the county.",
        )


def _cap(entry: WaitlistEntry, day: date) -> Sentence:
    if is_overdue(day, entry.cap_on):
        return Sentence(
            f"轮候期已在 {entry.cap_on} 届满而未安排：责任在主管部门，您的轮候继续有效，"
            "主管部门应立即安排住房或发放租赁补贴。",
            f"The waiting period ended on {entry.cap_on} and nothing was arranged. The authority is"
            " late; your place stays valid, and a flat or a subsidy is due at once.",
            ("HN-16-3",),
        )
    return Sentence(
        f"无论位次如何，县住建部门最迟应在 {entry.cap_on} 之前给您安排公租房或发放租赁补贴。",
        "Whatever your place, the county housing department must give you a flat or a rental"
        f" subsidy by {entry.cap_on}.",
        ("HN-16-3",),
    )


def _waiting(household: Household, terms: Terms) -> Iterator[Sentence]:
    table = terms["scoring_table"]["waiting"]
    each, most = table["each_month"], table["most"]
    if not each:
        return
    held = min(most, whole_months(household.accepted_on, terms.day) * each)
    if held >= most:
        yield Sentence(
            f"等候月数已计满 {points(most)} 分，不再增加。",
            f"Your months of waiting count the full {points(most)} points and bring no more.",
            ("HN-17-1",),
        )
        return
    yield Sentence(
        f"每多等一个整月加 {points(each)} 分（每月一日计入），现在 {points(held)} 分，"
        f"最多 {points(most)} 分；别的家庭也同样在增加。",
        f"Each full month of waiting brings {points(each)} points, counted on the first of a month;"
        f" you have {points(held)} of at most {points(most)}, and others gain in the same way.",
        ("HN-17-1",),
    )


def _age(household: Household, terms: Terms) -> Iterator[Sentence]:
    table, birth = terms["scoring_table"]["family"], household.birth_on
    if birth is None or not table["points"]:
        return
    age = full_years(birth, terms.day)
    if not table["age"] - YEARS_AHEAD <= age < table["age"]:
        return
    reached = first_of_next_month(date(birth.year + table["age"], birth.month, 1))
    yield Sentence(
        f"申请人满 {table['age']} 周岁后加 {points(table['points'])} 分，{reached} 起计入。",
        f"When the applicant is {table['age']}, {points(table['points'])} points are added, counted"
        f" from {reached}.",
        ("HN-17-1",),
    )


def _left_out(entry: WaitlistEntry, terms: Terms) -> Iterator[Sentence]:
    each = terms["scoring_table"]["carried_over"]["each_round"]
    if each:
        yield Sentence(
            f"每参加一轮而没有分到房，加 {points(each)} 分；您已计 {entry.rounds_left_out} 轮。",
            f"Each round that you take part in without getting a flat brings {points(each)} points;"
            f" {entry.rounds_left_out} are counted.",
            ("HN-17-1",),
        )


def _tier(entry: WaitlistEntry, terms: Terms) -> Iterator[Sentence]:
    table = terms["priority_rules"]
    if entry.tier != table["others"]:
        return
    words = list(dict.fromkeys(group["word"] for group in table["groups"]))
    yield Sentence(
        f"家中有下列情形并能证明的，列入优先层：{'、'.join(words)}。",
        "A household with one of these circumstances, and proof of it, comes into the priority"
        f" tier: {', '.join(words)}.",
        ("HN-18-1",),
    )


def _next_round() -> Sentence:
    return Sentence(
        "下一轮的分配方案公布时会写明房源、登记时间和地点；不登记不影响轮候资格。"
        "何时轮到取决于那时的房源和登记的家庭，这里不作推测。",
        "The plan of the next round will name its flats and when and where to register; not to"
        " register costs you nothing. When your turn comes depends on the flats and families of"
        " that round, so nothing is guessed here.",
        ("HN-20-2", "HN-21-1"),
    )


def _report() -> Sentence:
    return Sentence(
        "收入、住房、家庭人口有变化，请及时报告：分数和位次按新的情况重新计算，"
        "不再符合条件的须经复查、书面告知才能取消。",
        "Report changes of income, housing or family: points and place are reckoned anew, and a"
        " place can only be taken away after a review and in writing.",
        ("HN-16-4", "HN-16-5"),
    )
