"""Two officers at the same moment: one act happens once, the other person is told why not."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from housing.core.access.permissions import Role
from housing.core.audit.record import verify
from housing.core.db.session import Database
from housing.core.errors import BadInput, WrongState
from housing.core.keyring import Keyring
from housing.core.work import Work
from housing.rounds import service
from housing.rounds.models import Round, RoundStep, RoundUnit
from tests.conftest import NOW, PLACE, actor
from tests.integration.small_county import County, usual

OFFICERS = [actor(Role.CENTRE, "zhongxin"), actor(Role.CENTRE, "zhongxin2")]


@pytest.fixture
def county(database: Database, keyring: Keyring) -> County:
    return County(database, keyring).fill(*usual(keyring))


def at_once(county: County, act: Callable[[Work], object]) -> list[BaseException | None]:
    """Let both officers act together; return what each was refused with."""
    start = Barrier(len(OFFICERS))

    def one(number: int) -> None:
        start.wait()
        county.act(OFFICERS[number], NOW, act)

    with ThreadPoolExecutor(len(OFFICERS)) as pool:
        tries = [pool.submit(one, number) for number in range(len(OFFICERS))]
        return [each.exception() for each in tries]


def test_a_roll_is_frozen_once(county: County) -> None:
    a_round = county.adopted()
    refusals = at_once(county, lambda work: service.freeze(work, a_round.id))
    assert sorted(type(each) for each in refusals if each) == [WrongState]
    with county.database.reads() as session:
        freezes = select(func.count()).select_from(RoundStep).where(RoundStep.act == "freeze")
        assert session.scalar(freezes) == 1
        assert verify(session, PLACE).faults == ()


def test_two_rounds_never_get_one_number(county: County) -> None:
    def prepare(work: Work) -> object:
        name = work.actor.name
        return service.prepare(work, name=name, approval_document="批1号", seed_source="dice")

    refusals = [each for each in at_once(county, prepare) if each]
    assert all(isinstance(each, WrongState) for each in refusals)
    with county.database.reads() as session:
        codes = list(session.scalars(select(Round.code).order_by(Round.code)))
        assert codes == [f"{PLACE}-2026-{n:03d}" for n in range(1, 3 - len(refusals))]
        assert verify(session, PLACE).faults == ()


def test_two_rounds_never_freeze_the_same_flats(county: County) -> None:
    """HN-21-1: a household and a flat are in one live round at most."""
    rounds = [county.adopted(), county.adopted()]
    start = Barrier(len(rounds))

    def freeze(number: int) -> None:
        start.wait()
        county.act(OFFICERS[number], NOW, lambda work: service.freeze(work, rounds[number].id))

    with ThreadPoolExecutor(len(rounds)) as pool:
        refusals = [each.exception() for each in [pool.submit(freeze, n) for n in range(2)]]
    assert [type(each) for each in refusals if each] in ([WrongState], [BadInput])
    with county.database.reads() as session:
        assert session.scalar(select(func.count()).select_from(RoundUnit)) == 5
