"""A family as declared, and what cannot be true of it at once (HN 11; Civil Code 17 to 20)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from housing.applications.words import Capacity, Marital, Relation

#: Ages of the Civil Code: 20 (below 8: no capacity), 18 (from 16 full, when living on own labour).
NO_CAPACITY_BELOW, FULL_CAPACITY_FROM, LABOUR_CAPACITY_FROM = 8, 18, 16
OLDEST = 130

YOUNGER = (Relation.CHILD, Relation.GRANDCHILD)
OLDER = (Relation.PARENT, Relation.GRANDPARENT)


@dataclass(frozen=True, slots=True)
class Person:
    """One member as declared; `identity` is any text that is the same for the same person."""

    name: str
    relation: Relation
    identity: str
    birth_on: date
    marital: Marital
    capacity: Capacity
    is_applicant: bool
    income_fen: int | None = None


@dataclass(frozen=True, slots=True)
class Guardian:
    """The person who applies for somebody without capacity; `birth_on` None for an organisation."""

    name: str
    identity: str
    birth_on: date | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """What cannot be taken: the field (`members-1-relation`), why, in both languages, by what."""

    field: str
    words: str
    rules: tuple[str, ...] = ()


def age_on(birth_on: date, day: date) -> int:
    """Return the full years of somebody born on `birth_on`."""
    return day.year - birth_on.year - ((day.month, day.day) < (birth_on.month, birth_on.day))


def contradictions(people: Sequence[Person], guardian: Guardian | None, day: date) -> list[Refusal]:
    """Return what cannot be true of one family at once, each at its field; empty when all can be.

    Basis: HN 11 (HN-11-1, HN-11-2, HN-11-4); Civil Code 17 to 20.
    """
    return [
        *_twice(people),
        *_wrong_heads(people),
        *_marriages(people),
        *(found for at, one in enumerate(people) for found in _ages(at, one, people, day)),
        *_guardian_faults(people, guardian, day),
    ]


def _twice(people: Sequence[Person]) -> Iterator[Refusal]:
    seen: dict[str, str] = {}
    for at, one in enumerate(people):
        if one.identity in seen:
            yield Refusal(
                f"members-{at}-identity_number",
                f"与{seen[one.identity]}的证件号码相同，同一人只能填写一次"
                f" / the same person as {seen[one.identity]}; enter everybody once",
            )
        seen.setdefault(one.identity, one.name)
    spouses = [at for at, one in enumerate(people) if one.relation is Relation.SPOUSE]
    for at in spouses[1:]:
        yield Refusal(
            f"members-{at}-relation",
            f"配偶已填写为{people[spouses[0]].name}，只能有一位"
            f" / {people[spouses[0]].name} is entered as the spouse already",
        )


def _wrong_heads(people: Sequence[Person]) -> Iterator[Refusal]:
    heads = [at for at, one in enumerate(people) if one.relation is Relation.HEAD]
    if not heads:
        yield Refusal(
            "members", "请写明哪一位是户主（本人） / say which member is the head of the household"
        )
    for at in heads[1:]:
        yield Refusal(
            f"members-{at}-relation",
            f"户主已填写为{people[heads[0]].name}，只能有一位"
            f" / {people[heads[0]].name} is entered as the head already",
        )
    named = [at for at, one in enumerate(people) if one.is_applicant]
    for at in named[1:]:
        yield Refusal(
            f"members-{at}-is_applicant",
            f"申请人已填写为{people[named[0]].name}，只能有一位"
            f" / {people[named[0]].name} is entered as the applicant already",
        )


def _marriages(people: Sequence[Person]) -> Iterator[Refusal]:
    has_spouse = any(one.relation is Relation.SPOUSE for one in people)
    if not has_spouse:
        return
    for at, one in enumerate(people):
        if one.relation in (Relation.HEAD, Relation.SPOUSE) and one.marital is not Marital.MARRIED:
            yield Refusal(
                f"members-{at}-marital",
                "家庭成员中有配偶，婚姻状况应为已婚；已离异的请不要填写原配偶"
                " / a spouse is among the members, so this must be married",
            )


def _ages(at: int, one: Person, people: Sequence[Person], day: date) -> Iterator[Refusal]:
    age = age_on(one.birth_on, day)
    if not 0 <= age <= OLDEST:
        yield Refusal(
            f"members-{at}-birth_on",
            f"出生日期 {one.birth_on} 不可能，请核对 / not a possible birth date; check it",
        )
        return
    yield from _capacity_faults(at, one, age)
    head = next((other for other in people if other.relation is Relation.HEAD), None)
    if head is None:
        return
    if one.relation in YOUNGER and one.birth_on <= head.birth_on:
        yield _generation(at, one, head, "晚于", "born after")
    if one.relation in OLDER and one.birth_on >= head.birth_on:
        yield _generation(at, one, head, "早于", "born before")


def _generation(at: int, one: Person, head: Person, zh: str, en: str) -> Refusal:
    return Refusal(
        f"members-{at}-birth_on",
        f"{one.name}的出生日期应{zh}户主{head.name}（{head.birth_on}），请核对关系或证件号码"
        f" / must be {en} the head ({head.birth_on}); check the relation or the number",
    )


def _capacity_faults(at: int, one: Person, age: int) -> Iterator[Refusal]:
    field = f"members-{at}-capacity"
    if age < NO_CAPACITY_BELOW and one.capacity is not Capacity.NONE:
        yield Refusal(
            field,
            f"{one.name}不满 8 周岁，应为无民事行为能力（民法典第二十条）"
            " / below 8 years: no civil capacity (Civil Code 20)",
        )
    elif one.capacity is Capacity.FULL and not _may_have_full(one, age):
        yield Refusal(
            field,
            f"{one.name}未满 18 周岁；16 周岁以上以自己劳动收入为主要生活来源的才有完全民事"
            "行为能力，请填写其收入（民法典第十八条）"
            " / below 18: full capacity only from 16 on with an income of their own",
        )


def _may_have_full(one: Person, age: int) -> bool:
    lives_on_own_labour = age >= LABOUR_CAPACITY_FROM and one.income_fen != 0
    return age >= FULL_CAPACITY_FROM or lives_on_own_labour


def _guardian_faults(
    people: Sequence[Person], guardian: Guardian | None, day: date
) -> Iterator[Refusal]:
    if guardian is None:
        return
    field = "guardian_identity_number"
    if guardian.birth_on and age_on(guardian.birth_on, day) < FULL_CAPACITY_FROM:
        yield Refusal(
            field,
            "监护人未满 18 周岁，不能担任监护人 / the guardian is below 18 and cannot be one",
        )
    if any(one.identity == guardian.identity for one in people):
        yield Refusal(
            field,
            "监护人不能同时是共同申请的家庭成员；有完全民事行为能力的成员请作为申请人"
            " / a guardian is not a member; a member with capacity applies",
            ("HN-11-4",),
        )


def income_contradiction(people: Sequence[Person], income_fen: int | None) -> Refusal | None:
    """Return a refusal when the members' incomes add up to more than the household's."""
    together = sum(one.income_fen or 0 for one in people)
    if income_fen is None or together <= income_fen:
        return None
    return Refusal(
        "income_fen",
        f"家庭月收入低于各成员月收入之和（{together // 100} 元），请核对"
        " / below the sum of the members' incomes; check both",
    )
