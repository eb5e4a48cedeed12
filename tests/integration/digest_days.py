"""A register that is written on chosen days, and somebody with full rights on its database."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import text, update

from housing.core.access.permissions import Role
from housing.core.audit.models import FIRST_PREVIOUS, REGISTER_GUARD, RegisterHead, RegisterRow
from housing.core.audit.record import Entry, row_hash
from housing.core.audit.tags import Tag
from housing.core.db.immutable import Guard, unguard_statements
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from tests.conftest import NOW, PLACE, work_in

DIGEST_GUARD = Guard("register_digests", "a digest of the register never changes")


def after(days: int, **more: int) -> datetime:
    """Return 09:00 in Asia/Shanghai, so many days (hours, minutes) after the first day."""
    return NOW + timedelta(days=days, **more)


def write(database: Database, keyring: Keyring, at: datetime, *tags: Tag) -> None:
    """Write one act for each tag, a minute apart."""
    for number, tag in enumerate(tags):
        moment = at + timedelta(minutes=number)
        work = work_in(database, keyring, Role.CENTRE, moment)
        work.record(Entry(tag, f"round:{number}", reason="按程序"))
        work.session.commit()
        work.session.close()


def drop_guards(database: Database, *guards: Guard) -> None:
    """Take the triggers away, as an administrator of the database can."""
    with database.engine.begin() as connection:
        for guard in guards:
            for drop in unguard_statements(guard, connection.dialect.name):
                connection.execute(text(drop))


def rewrite(database: Database, change: Callable[[RegisterRow], None]) -> None:
    """Rewrite the whole register, with every hash and the head made to fit."""
    drop_guards(database, REGISTER_GUARD)
    with database.acts() as session, session.begin():
        previous = FIRST_PREVIOUS
        rows = session.query(RegisterRow).filter_by(place=PLACE).order_by(RegisterRow.number).all()
        for row in rows:
            change(row)
            row.previous_hash = previous
            row.hash = previous = row_hash(row)
        head = {"number": rows[-1].number, "hash": previous}
        session.execute(update(RegisterHead).where(RegisterHead.place == PLACE).values(**head))
