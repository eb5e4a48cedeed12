"""The people of a purchase: who they are, and that they stand in no other."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from housing.accounts.rules import identity_number
from housing.bans.service import must_not_be_banned
from housing.core.errors import BadInput, BrokenRule
from housing.core.work import Work
from housing.sales.models import Sale, SalePerson
from housing.sales.moving import given
from housing.sales.states import SaleState

#: After these nobody of the household may buy again: the qualification was cancelled.
LOST = (SaleState.CANCELLED, SaleState.TAKEN_BACK)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the buying household, the buyer first; for occupants also their proof."""

    name: str
    identity: str
    relation: str = "本人"
    no_dwelling: str = ""


def rows_of(work: Work, people: Sequence[Person]) -> list[SalePerson]:
    """Return the rows of a household, each number sealed and nobody twice.

    Raises:
        BadInput: a name or number is missing or unfit, or somebody is named twice.
    """
    rows = [
        SalePerson(
            name=given(each.name, "姓名 / name", most=64),
            relation=given(each.relation, "与申购人关系 / relation", most=32),
            identity_sealed=work.keyring.seal(identity_number(each.identity)),
            identity_index=work.keyring.blind(identity_number(each.identity)),
            counts=True,
            no_dwelling=each.no_dwelling.strip(),
        )
        for each in people
    ]
    if not rows:
        raise BadInput("申购人：不能为空 / buyer: must not be empty")
    if len({row.identity_index for row in rows}) < len(rows):
        raise BadInput("家庭成员：同一证件号码填写了两次 / family: somebody is named twice")
    return rows


def must_be_free_to_buy(work: Work, rows: Sequence[SalePerson]) -> None:
    """Refuse people who stand in another purchase, or have lost the right to one.

    One dwelling a household, counted by the identity numbers of all its people; the
    disqualification of a buyer has no last day until the city sets one.
    Basis: HZS 8 (HZS-8-1), HZS 23 (HZS-23-3).

    Raises:
        BrokenRule: names the first such person.
    """
    names = {row.identity_index: row.name for row in rows}
    must_not_be_banned(work, names)
    for index, state in _standing(work.session, names):
        if state in LOST:
            raise BrokenRule(
                f"{names[index]}的购房保障资格已被取消，不能再申购"
                f" / {names[index]} has lost the qualification to buy",
                rules=("HZS-23-3",),
            )
        raise BrokenRule(
            f"{names[index]}已在另一套公租房的申购中，每户只能申购一套"
            f" / {names[index]} stands in another purchase; a household may buy one dwelling",
            rules=("HZS-8-1",),
        )


def _standing(session: Session, indexes: Collection[str]) -> list[tuple[str, SaleState]]:
    """Who of them counts in a purchase, or was in one that was taken back; the lost ones first."""
    rows = session.execute(
        select(SalePerson.identity_index, Sale.state)
        .join(Sale, Sale.id == SalePerson.sale_id)
        .where(SalePerson.identity_index.in_(indexes), SalePerson.counts | Sale.state.in_(LOST))
    ).all()
    return sorted(
        ((index, state) for index, state in rows), key=lambda row: (row[1] not in LOST, row[0])
    )
