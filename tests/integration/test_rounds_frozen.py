"""What is frozen stays frozen, also against SQL, on SQLite and PostgreSQL alike."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from housing.core.db.session import Database
from housing.core.keyring import Keyring
from tests.integration.small_county import County, unit, usual


@pytest.fixture
def county(database: Database, keyring: Keyring) -> County:
    return County(database, keyring).fill(*usual(keyring))


def refused(county: County, statement: str, words: str) -> None:
    with (
        pytest.raises(DatabaseError, match=words),
        county.database.engine.begin() as connection,
    ):
        connection.execute(text(statement))


FROZEN = [
    ("UPDATE round_files SET body = body WHERE name = 'roll.json'", "written down"),
    ("UPDATE round_files SET sha256 = sha256 || ''", "written down"),
    ("DELETE FROM round_files WHERE name = 'roll.json'", "written down"),
    ("DELETE FROM round_households", "frozen roll"),
    ("UPDATE round_households SET tier = tier + 1", "frozen roll"),
    ("UPDATE round_households SET score = 0 WHERE score > 0", "frozen roll"),
    ("UPDATE round_households SET household_id = household_id + 100", "frozen roll"),
    ("UPDATE round_households SET off_roll = 'x' WHERE off_roll = ''", "frozen roll"),
    ("UPDATE round_units SET unit_code = 'x'", "frozen roll"),
    ("DELETE FROM round_units", "frozen units"),
    ("DELETE FROM round_steps", "written down"),
    ("UPDATE round_steps SET role = 'x'", "written down"),
    ("DELETE FROM rounds", "never removed"),
    ("UPDATE rounds SET roll_sha256 = units_sha256", "never changes"),
    ("UPDATE rounds SET roll_sha256 = NULL, units_sha256 = NULL", "never changes"),
    ("UPDATE rounds SET frozen_by = 'x'", "never changes"),
    ("UPDATE rounds SET frozen_at = NULL", "never changes"),
    ("UPDATE rounds SET mechanism = 'in_turn'", "never changes"),
    ("UPDATE rounds SET seed_source = 'ssq'", "never changes"),
    ("UPDATE rounds SET place = '430102'", "never changes"),
]


def test_sql_cannot_change_a_frozen_round(county: County) -> None:
    """HN-21-5."""
    county.frozen()
    for statement, words in FROZEN:
        refused(county, statement, words)


DECIDED = [
    "UPDATE round_positions SET position = position + 100",
    "DELETE FROM round_positions WHERE position = 0",
    "UPDATE round_assignments SET unit_code = 'x'",
    "DELETE FROM round_assignments",
    "DELETE FROM round_subsidies_due",
    "UPDATE round_subsidies_due SET roll_id = 'x'",
]


def test_sql_cannot_change_what_was_decided(county: County) -> None:
    county.allocated()
    for statement in DECIDED:
        refused(county, statement, "written down")


WITHOUT_FACTS = [
    ("state = 'drawn'", "drawn_in_time"),
    ("state = 'prepared'", "frozen_in_time"),
    ("state = 'published'", "_in_time"),
    ("state = 'annulled'", "annulled_whole"),
    ("state = 'lost'", "state_known|_in_time"),
    ("seed_by = 'fuhe'", "seed_whole"),
    ("published_by = 'fabu'", "published_whole"),
    ("annul_reason = 'x'", "annulled_whole"),
]


def test_a_state_without_its_facts_is_refused(county: County) -> None:
    county.frozen()
    for changes, constraint in WITHOUT_FACTS:
        refused(county, f"UPDATE rounds SET {changes}", constraint)


SEED = (
    "UPDATE rounds SET state = 'drawn', seed_bits = 64, seed_sha256 = roll_sha256,"
    " seed_by = '{who}', drawn_at = '{drawn}', seed_entered_at = '{entered}'"
)


def test_the_database_keeps_time_and_people_apart(county: County) -> None:
    """HN-21-5: commit before seed, and two people."""
    county.frozen()
    zone = "+00:00" if county.database.engine.dialect.name == "postgresql" else ""
    for who, drawn, entered, constraint in [
        ("fuhe", "2026-09-01 01:00", "2026-09-01 04:00", "freeze_before_seed"),
        ("fuhe", "2026-08-31 23:00", "2026-09-01 04:00", "freeze_before_seed"),
        ("fuhe", "2026-09-01 05:00", "2026-09-01 04:00", "before_entered"),
        ("zhongxin", "2026-09-01 03:00", "2026-09-01 04:00", "by_another"),
    ]:
        times = {"drawn": f"{drawn}:00.000000{zone}", "entered": f"{entered}:00.000000{zone}"}
        refused(county, SEED.format(who=who, **times), constraint)


def test_a_third_person_publishes_also_by_sql(county: County) -> None:
    county.published()
    refused(county, "UPDATE rounds SET published_by = 'fuhe'", "never changes|by_another")


ADDED = [
    (
        "INSERT INTO round_households SELECT round_id, substr('x' || roll_id, 1, 32),"
        " household_id, 'x', tier, score, substr('x' || receipt_index, 1, 64), receipt_sealed,"
        " live FROM round_households",
        "closed",
    ),
    ("INSERT INTO round_units SELECT round_id, 99, 'x', 'x', live FROM round_units", "closed"),
    ("INSERT INTO round_positions SELECT round_id, roll_id, 99 FROM round_households", "closed"),
    (
        "INSERT INTO round_assignments SELECT round_id, roll_id, 1, 'x', 'x', 1"
        " FROM round_households",
        "closed",
    ),
    ("INSERT INTO round_subsidies_due SELECT round_id, roll_id FROM round_households", "closed"),
    ("INSERT INTO round_files SELECT round_id, 'extra', sha256, body FROM round_files", "closed"),
]


def test_nothing_is_added_to_a_published_round(county: County) -> None:
    """HN-21-8."""
    county.published()
    for statement, words in ADDED:
        refused(county, statement, words)


def test_a_round_is_not_emptied_at_once(county: County) -> None:
    """SQLite knows no TRUNCATE; a DELETE without WHERE takes its place."""
    county.frozen()
    is_sqlite = county.database.engine.dialect.name == "sqlite"
    for table in ("rounds", "round_files", "round_households", "round_units", "round_steps"):
        statement = f"DELETE FROM {table}" if is_sqlite else f"TRUNCATE {table} CASCADE"
        refused(county, statement, "never|frozen|written down")


def test_what_was_let_go_is_never_taken_back(county: County) -> None:
    """HN-22: a household or a flat that a round has let go may be in the next one already."""
    with county.database.acts() as session, session.begin():
        session.add(unit(6, "P01-三居室-低-普通"))
    county.published()
    for table in ("round_units", "round_households"):
        with county.database.engine.connect() as connection:
            assert connection.scalar(text(f"SELECT count(*) FROM {table} WHERE NOT live"))
        refused(county, f"UPDATE {table} SET live = NOT live WHERE NOT live", "frozen roll")


UNITS_AGAIN = (
    "INSERT INTO round_units SELECT {other}, unit_id, unit_code, unit_class, live"
    " FROM round_units WHERE live"
)
HOUSEHOLDS_AGAIN = (
    "INSERT INTO round_households SELECT {other}, roll_id, household_id, off_roll, tier, score,"
    " substr('x' || receipt_index, 1, 64), receipt_sealed, live FROM round_households WHERE live"
)


def test_nothing_is_in_two_live_rounds(county: County) -> None:
    """HN-21-1."""
    county.frozen()
    other = county.adopted()
    refused(county, UNITS_AGAIN.format(other=other.id), r"unit_id|one_live_round")
    refused(county, HOUSEHOLDS_AGAIN.format(other=other.id), r"household_id|one_live_round")
