"""Behind the triggers: whatever was changed after its hash is found at the next act."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from housing.core.canonical import canonical_bytes, sha256_hex
from housing.core.db.immutable import Guard, unguard_statements
from housing.core.db.session import Database
from housing.core.errors import BrokenRule, HousingError
from housing.core.keyring import Keyring
from housing.core.work import Work
from housing.rounds import queries, service
from housing.rounds.models import Round
from tests.conftest import NOW
from tests.integration.small_county import (
    AFTER_PUBLICITY,
    CENTRE,
    DICE,
    DRAWN_AT,
    HEAD,
    LOW,
    REVIEWER,
    TWO,
    County,
    usual,
)

Json = dict[str, Any]


@pytest.fixture
def county(sqlite_database: Database, keyring: Keyring) -> County:
    return County(sqlite_database, keyring).fill(*usual(keyring))


def run(county: County, statement: str, **values: Any) -> None:
    """Run a statement with the guards off, as somebody with the keys of the database could."""
    table = statement.split()[1] if statement.startswith("UPDATE") else statement.split()[2]
    dialect = county.database.engine.dialect.name
    with county.database.engine.begin() as connection:
        for drop in unguard_statements(Guard(table, ""), dialect):
            connection.execute(text(drop.replace("TRIGGER ", "TRIGGER IF EXISTS ")))
        connection.execute(text(statement), values)


def rewrite(county: County, a_round: Round, name: str, change: Callable[[Json], Any]) -> None:
    """Change the content of a kept file, and its row's own hash with it."""
    with county.database.reads() as session:
        content = json.loads(queries.package_files(session, a_round.id)[name])
    change(content)
    body = canonical_bytes(content)
    run(
        county,
        "UPDATE round_files SET body = :body, sha256 = :digest WHERE name = :name",
        body=body,
        digest=sha256_hex(body),
        name=name,
    )


def _seed(work: Work, round_id: int) -> object:
    return service.enter_seed(work, round_id, text=DICE, drawn_at=DRAWN_AT, witnesses="公证处")


def _publish(work: Work, round_id: int) -> object:
    return service.publish(work, round_id, package_sha256="ab" * 32)


NEXT: dict[str, tuple[Any, Callable[[Work, int], object]]] = {
    "frozen": (REVIEWER, _seed),
    "drawn": (CENTRE, service.make_order),
    "ordered": (CENTRE, service.publish_order),
    "order_published": (CENTRE, service.allocate),
    "allocating": (CENTRE, service.check),
    "checked": (HEAD, _publish),
}


def walked_to(county: County, state: str) -> Round:
    """Return a round in this state, reached by its acts."""
    a_round = county.frozen()
    while a_round.state != state:
        who, act = NEXT[a_round.state]
        at = AFTER_PUBLICITY if a_round.order_published_at else NOW.replace(hour=4)
        round_id = a_round.id
        act_now = act
        county.act(who, at, lambda work: act_now(work, round_id))  # noqa: B023
        with county.database.reads() as session:
            a_round = queries.get(session, round_id)
    return a_round


@pytest.mark.parametrize("state", list(NEXT))
def test_a_roll_changed_after_its_hash_is_refused_at_every_act(county: County, state: str) -> None:
    """HN-21-5: the words name both hashes."""
    a_round = walked_to(county, state)
    rewrite(county, a_round, "roll.json", lambda roll: roll["households"][0].update(size=99))
    who, act = NEXT[state]
    with pytest.raises(BrokenRule, match=rf"roll\.json.*{a_round.roll_sha256}") as refused:
        county.act(who, AFTER_PUBLICITY, lambda work: act(work, a_round.id))
    assert "must not go on" in str(refused.value)
    with county.database.reads() as session:
        assert queries.get(session, a_round.id).state == state
        with pytest.raises(BrokenRule):
            queries.package_files(session, a_round.id)


@pytest.mark.parametrize(
    ("state", "name"),
    [
        ("drawn", "seed.json"),
        ("order_published", "units.json"),
        ("order_published", "rules.json"),
        ("order_published", "order.json"),
        ("allocating", "stages.json"),
        ("checked", "allocation.json"),
    ],
)
def test_every_file_is_hashed_again(county: County, state: str, name: str) -> None:
    a_round = walked_to(county, state)
    rewrite(county, a_round, name, lambda content: content.update(format=2))
    who, act = NEXT[state]
    with pytest.raises(BrokenRule, match=name.replace(".", r"\.")):
        county.act(who, AFTER_PUBLICITY, lambda work: act(work, a_round.id))


def rewrite_all(county: County, a_round: Round, name: str, change: Callable[[Json], Any]) -> None:
    """Change a file and every hash that stands for it, in the files and in the round."""
    rewrite(county, a_round, name, change)
    with county.database.reads() as session:
        digest = sha256_hex(queries.package_files(session, a_round.id)[name])
    place = int(name.split("/")[1]) - 1
    part = name.split("/")[2].removesuffix(".json")
    rewrite_and_tell(
        county,
        a_round,
        "stages.json",
        lambda stages: stages["stages"][place].update({f"{part}_sha256": digest}),
    )


def rewrite_and_tell(
    county: County, a_round: Round, name: str, change: Callable[[Json], Any]
) -> None:
    fact = f"{name.removesuffix('.json')}_sha256"
    with county.database.reads() as session:
        content = json.loads(queries.package_files(session, a_round.id)[name])
    change(content)
    body = canonical_bytes(content)
    with county.database.engine.begin() as connection:
        for guard in (
            Guard("round_files", ""),
            Guard("rounds", "", events=("UPDATE",), when="x", name="written_once"),
        ):
            for drop in unguard_statements(guard, "sqlite"):
                connection.execute(text(drop.replace("TRIGGER ", "TRIGGER IF EXISTS ")))
        connection.execute(
            text("UPDATE round_files SET body = :b, sha256 = :d WHERE name = :n"),
            {"b": body, "d": sha256_hex(body), "n": name},
        )
        connection.execute(text(f"UPDATE rounds SET {fact} = :d"), {"d": sha256_hex(body)})


def _swap(plan: Json) -> None:
    """Exchange the classes of two households that hold different ones."""
    held = plan["assignment"]
    one = next(name for name in held if held[name] == LOW)
    other = next(name for name in held if held[name] == TWO)
    held[one], held[other] = held[other], held[one]


@pytest.mark.parametrize(
    ("name", "change", "words"),
    [
        ("stages/3/plan.json", _swap, r"stages/3/plan\.json"),
        (
            "stages/3/plan.json",
            lambda plan: plan.update(problem_sha256="0" * 64),
            r"stages/3/plan\.json",
        ),
        (
            "stages/3/plan.json",
            lambda plan: plan["assignment"].popitem(),
            r"stages/3/plan\.json",
        ),
        (
            "stages/3/problem.json",
            lambda problem: problem["classes"][0].update(capacity=9),
            r"stages/3/problem\.json.*not the problem",
        ),
        (
            "stages/1/problem.json",
            lambda problem: problem["households"][0].update(acceptable=[]),
            r"stages/1/problem\.json",
        ),
    ],
)
def test_a_plan_that_does_not_follow_is_not_checked(
    county: County, name: str, change: Callable[[Json], Any], words: str
) -> None:
    """HN-21-5: also when every hash was made to fit; a plan for another problem is refused."""
    a_round = county.allocated()
    rewrite_all(county, a_round, name, change)
    with pytest.raises(HousingError, match=words):
        county.act(CENTRE, AFTER_PUBLICITY, lambda work: service.check(work, a_round.id))


def _trade_units(allocation: Json) -> None:
    rows = [row for row in allocation["assignments"] if row["class"] == LOW]
    rows[0]["unit"], rows[1]["unit"] = rows[1]["unit"], rows[0]["unit"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_trade_units, "assignments"),
        (lambda allocation: allocation["assignments"].pop(), "assignments"),
        (lambda allocation: allocation["subsidy_due"].clear(), "subsidy_due"),
        (lambda allocation: allocation.update(seed_sha256="0" * 64), "seed_sha256"),
    ],
)
def test_results_that_do_not_follow_are_not_checked(
    county: County, change: Callable[[Json], Any], words: str
) -> None:
    """HN-18-2, HN-21-5: flats by the unit draw, rescue households covered."""
    a_round = county.allocated()
    rewrite_and_tell(county, a_round, "allocation.json", change)
    with pytest.raises(BrokenRule, match=f"allocation.json.*{words}"):
        county.act(CENTRE, AFTER_PUBLICITY, lambda work: service.check(work, a_round.id))


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("DELETE FROM round_subsidies_due", "due a subsidy differ"),
        ("UPDATE round_assignments SET unit_code = 'P01-9999' WHERE stage = 1", "rows of results"),
        ("DELETE FROM round_assignments WHERE stage = 2", "rows of results"),
    ],
)
def test_tables_that_differ_from_the_files_are_found(
    county: County, statement: str, words: str
) -> None:
    a_round = county.allocated()
    run(county, statement)
    with pytest.raises(BrokenRule, match=words):
        county.act(CENTRE, AFTER_PUBLICITY, lambda work: service.check(work, a_round.id))


def test_no_round_is_published_with_a_rescue_household_forgotten(county: County) -> None:
    """HN-18-2."""
    a_round = county.allocated()
    county.act(CENTRE, AFTER_PUBLICITY, lambda work: service.check(work, a_round.id))
    run(county, "DELETE FROM round_subsidies_due")
    with pytest.raises(BrokenRule, match="neither flat nor subsidy"):
        county.act(HEAD, AFTER_PUBLICITY, lambda work: _publish(work, a_round.id))


def test_a_seed_moved_to_another_roll_is_refused(county: County) -> None:
    """HN-21-5: the seed names the roll it was entered for."""
    a_round = county.drawn(county.frozen())
    rewrite_and_tell(county, a_round, "roll.json", lambda roll: roll.update(off_roll={}))
    with pytest.raises(BrokenRule, match="entered for roll"):
        county.act(CENTRE, AFTER_PUBLICITY, lambda work: service.make_order(work, a_round.id))


def test_an_order_made_for_another_seed_is_refused(county: County) -> None:
    a_round = county.ordered(county.drawn(county.frozen()))
    rewrite_and_tell(county, a_round, "seed.json", lambda seed: seed.update(text="1" * 25))
    with pytest.raises(BrokenRule, match=r"another seed\.json"):
        county.act(CENTRE, AFTER_PUBLICITY, lambda work: service.allocate(work, a_round.id))
