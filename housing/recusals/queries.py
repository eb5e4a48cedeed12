"""Reading declared relations, and whether somebody must keep off a case."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from housing.accounts.queries import by_name
from housing.core.access.actor import Actor
from housing.core.access.permissions import Permission
from housing.core.errors import NotFound
from housing.recusals.models import Declaration
from housing.recusals.rules import must_keep_off


def of_account(session: Session, account_name: str) -> list[Declaration]:
    """Return the declarations of an account, withdrawn ones included, newest first."""
    wanted = select(Declaration).where(Declaration.account_name == account_name)
    return list(session.scalars(wanted.order_by(Declaration.id.desc())))


def of_place(session: Session, place: str) -> list[Declaration]:
    """Return the live declarations of a county's officers by account name."""
    wanted = select(Declaration).where(
        Declaration.place == place, Declaration.withdrawn_at.is_(None)
    )
    return list(session.scalars(wanted.order_by(Declaration.account_name, Declaration.id)))


def is_recused(session: Session, actor: Actor, identity_indexes: Collection[str]) -> bool:
    """Return whether `actor` must keep off a case of these people.

    `identity_indexes`: `keyring.blind` of every identity number of the case. A job is nobody's
    relation.
    """
    if not identity_indexes:
        return False
    return must_keep_off(*ties_of(session, actor), identity_indexes)


def ties_of(session: Session, actor: Actor) -> tuple[str | None, set[str]]:
    """Return the identity indexes of the actor and of the relations declared, for many cases."""
    if actor.role is None:
        return None, set()
    account = by_name(session, actor.name)
    declared = session.scalars(
        select(Declaration.identity_index).where(
            Declaration.account_name == actor.name, Declaration.withdrawn_at.is_(None)
        )
    )
    return account.identity_index if account else None, set(declared)


def visible(session: Session, actor: Actor, declaration_id: int) -> Declaration:
    """Return a declaration that the actor may see and withdraw.

    Raises:
        NotFound: no such one, or somebody else's without the right to keep accounts.
    """
    found = session.get(Declaration, declaration_id)
    if found is not None:
        keeps = actor.may(Permission.KEEP_ACCOUNTS) and found.place == actor.place
        if keeps or found.account_name == actor.name or actor.role is None:
            return found
    raise NotFound("没有这条申报 / there is no such declaration")
