"""What the database itself refuses about surveys, decisions and filed lists, on both engines."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.reviews.models import Decision, FiledCase, Filing, Investigation, PaperAnswer
from housing.reviews.words import DecisionStage, FilingKind, Outcome
from tests.conftest import NOW, PLACE
from tests.factories.applications import open_counter

DAY = date(2026, 9, 1)


@pytest.fixture
def case_id(database: Database, keyring: Keyring, tmp_path: Path) -> int:
    """A case that was handed in."""
    return open_counter(database, keyring, tmp_path).submitted().id


def decision(case_id: int, **changes: Any) -> Decision:
    """A decision as it should be, but for `changes`."""
    held: dict[str, Any] = {
        "place": PLACE,
        "application_id": case_id,
        "turn": 1,
        "stage": DecisionStage.COUNTY,
        "outcome": Outcome.QUALIFIED,
        "reason": "符合条件",
        "assessment": {},
        "assessment_sha256": "0" * 64,
        "cites": ["HN-15-7"],
        "policy_day": DAY,
        "prepared_by": "fuhe",
        "decided_by": "fabu",
        "decided_on": DAY,
        "decided_at": NOW,
    }
    return Decision(**held | changes)


def keep(database: Database, *rows: object) -> None:
    """Write rows in one transaction."""
    with database.acts() as session, session.begin():
        session.add_all(rows)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"decided_by": "fuhe"}, "decided_by_another"),
        ({"reason": ""}, "reason_given"),
        ({"decided_by": ""}, "decider_named"),
        ({"assessment_sha256": "0"}, "assessment_hashed"),
    ],
)
def test_a_decision_without_decider_reason_or_second_person_does_not_exist(
    database: Database, case_id: int, changes: dict[str, Any], named: str
) -> None:
    with pytest.raises(DBAPIError, match=named):
        keep(database, decision(case_id, **changes))


def test_a_decision_never_changes_and_each_turn_is_made_once(
    database: Database, case_id: int
) -> None:
    keep(database, decision(case_id))
    for statement in (
        "UPDATE review_decisions SET reason = 'x'",
        "DELETE FROM review_decisions",
    ):
        with (
            pytest.raises(DBAPIError, match="a decision never changes"),
            database.acts() as session,
            session.begin(),
        ):
            session.execute(text(statement))
    with pytest.raises(DBAPIError):
        keep(database, decision(case_id))


def test_a_survey_names_who_went_and_a_paper_answer_its_letter(
    database: Database, case_id: int
) -> None:
    survey = Investigation(
        application_id=case_id,
        visited_on=DAY,
        investigators="",
        found={},
        recorded_by="shequ",
        recorded_at=NOW,
    )
    with pytest.raises(DBAPIError, match="investigators_named"):
        keep(database, survey)
    paper = PaperAnswer(
        application_id=case_id,
        department="civil_affairs",
        answer_sealed=b"x",
        paper="",
        recorded_by="fuhe",
        recorded_at=NOW,
    )
    with pytest.raises(DBAPIError, match="paper_named"):
        keep(database, paper)


def filing(**changes: Any) -> Filing:
    """A filed list as it should be, but for `changes`."""
    held: dict[str, Any] = {
        "place": PLACE,
        "kind": FilingKind.PREFECTURE,
        "number": "1",
        "from_office_id": 1,
        "to_office_id": 2,
        "sha256": "0" * 64,
        "filed_by": "fuhe",
        "filed_at": NOW,
        "receipt_number": "",
    }
    return Filing(**held | changes)


def test_a_list_is_received_whole_by_somebody_else_and_a_case_filed_once(
    database: Database, case_id: int
) -> None:
    with pytest.raises(DBAPIError, match="received_whole"):
        keep(database, filing(received_at=NOW))
    with pytest.raises(DBAPIError, match="received_by_other"):
        keep(database, filing(received_at=NOW, received_by="fuhe", receipt_number="1"))
    made = filing(received_at=NOW, received_by="shizhou", receipt_number="1")
    keep(database, made)
    line = {"application_id": case_id, "kind": FilingKind.PREFECTURE, "line": {}}
    keep(database, FiledCase(filing_id=made.id, **line))
    with pytest.raises(DBAPIError):
        keep(database, FiledCase(filing_id=made.id, **line))
    with (
        pytest.raises(DBAPIError, match="a received list never changes"),
        database.acts() as session,
        session.begin(),
    ):
        session.execute(text("UPDATE review_filings SET receipt_number = '2'"))
