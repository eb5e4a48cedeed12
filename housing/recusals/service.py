"""Declaring and withdrawing relations, and the door that keeps an officer off a case."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from housing.accounts.models import Account
from housing.accounts.rules import identity_number as read_identity
from housing.accounts.service import existing
from housing.core.access.actor import Actor
from housing.core.access.permissions import Permission, Role
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.cases import CaseRef
from housing.core.errors import BadInput, NotAllowed, WrongState
from housing.core.work import Work
from housing.recusals import queries
from housing.recusals.models import Declaration
from housing.recusals.words import RELATION_NAMES, Relation

LONGEST_NAME = 64


def must_be_free(work: Work, identity_indexes: Collection[str], case: CaseRef) -> None:
    """Refuse an officer whose own case this is, or that of a declared relation.

    Called by every act of an officer on a case; jobs are free.

    Raises:
        NotAllowed: names 回避 and the case, and never which relation it is.
    """
    keep_off(work.session, work.actor, identity_indexes, case)


def keep_off(
    session: Session, actor: Actor, identity_indexes: Collection[str], case: CaseRef
) -> None:
    """Refuse even a look at it: `must_be_free` for pages that only show.

    Raises:
        NotAllowed: as for `must_be_free`.
    """
    if queries.is_recused(session, actor, identity_indexes):
        raise NotAllowed(
            f"回避：{case.number} 涉及您本人、您的家庭或您申报过关系的人，请交由其他人员办理"
            f" / recusal: {case.number} is a case of your own household or of a relation you"
            " declared; hand it to somebody else"
        )


def declare(
    work: Work, relation: Relation, name: str, identity_number: str, *, account_name: str = ""
) -> Declaration:
    """Declare a relation: one's own, or for another officer by whoever keeps the accounts.

    Raises:
        NotAllowed: applicants declare none; for others only with the right to keep accounts.
        NotFound: no such account.
        BadInput: no name, an unfit number, or the person is declared already.
    """
    account = _whose(work, account_name)
    words, number = name.strip(), read_identity(identity_number)
    if not 1 <= len(words) <= LONGEST_NAME:
        raise BadInput(
            f"姓名：应为 1 至 {LONGEST_NAME} 个字 / name: 1 to {LONGEST_NAME} characters"
        )
    index = work.keyring.blind(number)
    known = queries.of_account(work.session, account.name)
    if any(each.identity_index == index and each.withdrawn_at is None for each in known):
        raise BadInput("此人已经申报过 / this person is declared already")
    declaration = Declaration(
        place=account.place,
        account_name=account.name,
        relation=relation,
        name=words,
        identity_sealed=work.keyring.seal(number),
        identity_index=index,
        declared_by=work.actor.name,
        declared_at=work.now,
    )
    work.session.add(declaration)
    work.session.flush()
    # Who it is stays out of the register, which auditors read: the row number leads to it.
    after = {"declaration": declaration.id, "relation": RELATION_NAMES[relation]}
    entry = Entry(Tag.RELATION_DECLARED, f"account:{account.name}", after=after)
    work.record(entry, account.place)
    return declaration


def withdraw(work: Work, declaration_id: int, *, reason: str) -> Declaration:
    """Withdraw a declared relation, saying why it no longer stands.

    Raises:
        NotFound: no such declaration, or somebody else's without the right to keep accounts.
        WrongState: it was withdrawn before.
        BadInput: no reason.
    """
    declaration = queries.visible(work.session, work.actor, declaration_id)
    if declaration.withdrawn_at is not None:
        raise WrongState("这条申报已撤回 / the declaration was withdrawn already")
    if not reason.strip():
        raise BadInput("撤回原因：不能为空，请写明 / reason: say why the relation no longer stands")
    declaration.withdrawn_at, declaration.withdrawn_by = work.now, work.actor.name
    entry = Entry(
        Tag.RELATION_WITHDRAWN,
        f"account:{declaration.account_name}",
        before={"declaration": declaration.id},
        reason=reason.strip(),
    )
    work.record(entry, declaration.place)
    return declaration


def _whose(work: Work, account_name: str) -> Account:
    if account_name and account_name != work.actor.name and work.actor.role is not None:
        work.actor.must(Permission.KEEP_ACCOUNTS)
    account = existing(work, account_name or work.actor.name)
    if account.role == Role.APPLICANT.value:
        raise NotAllowed("申请人无须申报回避关系 / applicants have no relations to declare")
    return account
