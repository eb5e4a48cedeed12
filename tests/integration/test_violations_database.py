"""What the database itself refuses about violations, on both engines: HN-34-1, 34-2, 34-3."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DatabaseError

from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.violations.models import Violation, ViolationVisit
from housing.violations.models_beside import ViolationReport
from housing.violations.states import ViolationState as S
from tests.factories.violations import Tenancy

DAY = date(2027, 1, 1)
CANCELLED = {
    "cancelled_on": DAY,
    "cancelled_by": "x",
    "cancel_reasons": "x",
    "return_days": 30,
}
#: From a case whose order was delivered: what no hand may write, and which rule of the table.
REFUSED: dict[str, dict[str, object]] = {
    "refused_before_cancelled": {"state": S.CANCELLED, **CANCELLED},
    "refused_after_period": {"refused_on": date(2026, 10, 9), "refused_by": "x"},
    "ordered_by_another": {"ordered_by": "fuhe"},
    "applied_whole": {"applied_by": "x"},
    "applied_after_period": {
        "applied_on": DAY,
        "applied_by": "x",
        "court": "x",
        "remedies": "x",
    },
    "state_by_steps": {"state": S.ENFORCEMENT},
    "ended_whole": {"state": S.CLOSED},
    "order_delivered_later": {"order_delivered_on": date(2026, 1, 1)},
    "never changes": {"requirement": "另一个要求"},
}


def refuse(database: Database, row: object, words: str) -> None:
    """The database takes no such row, and says which rule of the table it breaks."""
    with database.acts() as session:
        session.add(row)
        with pytest.raises(DatabaseError, match=words):
            session.flush()


def test_no_hand_writes_a_case_past_a_step(
    database: Database, keyring: Keyring, tmp_path: Path
) -> None:
    home = Tenancy(database, keyring, tmp_path)
    until = home.rectifying()
    assert until == date(2026, 10, 9)
    for words, values in REFUSED.items():
        with database.acts() as session, pytest.raises(DatabaseError, match=words):
            session.execute(update(Violation).where(Violation.id == home.id).values(**values))
    with database.acts() as session, pytest.raises(DatabaseError, match="never removed"):
        session.execute(delete(Violation))
    found = {"is_rectified": False, "finding": "x", "document": "x"}
    visit = ViolationVisit(violation_id=99, made_on=DAY, made_by="x", **found)
    refuse(database, visit, r"fk_|FOREIGN KEY")
    said = {"place": "430199", "number": "1", "category": "broker", "source": "public"}
    words = {"address": "x", "what": "x", "reported_on": DAY, "state": "opened"}
    decided = {"decided_on": DAY, "decided_by": "x", "reasons": "x", "violation_id": home.id}
    report = ViolationReport(**said, **words, **decided, referred_to="")
    refuse(database, report, "broker_is_no_tenant")


def test_the_same_act_has_one_running_case(
    database: Database, keyring: Keyring, tmp_path: Path
) -> None:
    home = Tenancy(database, keyring, tmp_path)
    home.opened()
    with database.reads() as session:
        first = session.get_one(Violation, home.id)
        held = {
            column.key: getattr(first, column.key)
            for column in Violation.__table__.columns
            if column.key not in ("id", "number")
        }
    twin = r"uq_violations_running|violations\.lease_id"
    refuse(database, Violation(number="2", **held), twin)
