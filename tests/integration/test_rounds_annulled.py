"""Annulment: from any state before signing, with reason and document, visible for ever."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from housing.core.db.session import Database
from housing.core.errors import BadInput, WrongState
from housing.core.keyring import Keyring
from housing.core.work import Work
from housing.rounds import queries, service
from housing.rounds.models import Round
from housing.rounds.states import RoundState
from housing.units import queries as units
from housing.units.states import UnitState
from tests.conftest import PLACE
from tests.integration.small_county import AFTER_PUBLICITY, CENTRE, HEAD, County, usual

LATER = AFTER_PUBLICITY + timedelta(days=1)


@pytest.fixture
def county(sqlite_database: Database, keyring: Keyring) -> County:
    return County(sqlite_database, keyring).fill(*usual(keyring))


def annul(
    round_id: int, reason: str = "异议成立", document: str = "决〔2026〕3号"
) -> Callable[[Work], Round]:
    return lambda work: service.annul(work, round_id, reason=reason, document=document)


def _checked(county: County) -> Round:
    a_round = county.allocated()
    return county.act(CENTRE, AFTER_PUBLICITY, lambda work: service.check(work, a_round.id))


REACHED: dict[str, Callable[[County], Round]] = {
    "re_reviewing": lambda county: county.adopted(),
    "frozen": lambda county: county.frozen(),
    "drawn": lambda county: county.drawn(county.frozen()),
    "order_published": lambda county: county.ordered(county.drawn(county.frozen())),
    "allocating": lambda county: county.allocated(),
    "checked": _checked,
    "published": lambda county: county.published(),
}


@pytest.mark.parametrize("state", list(REACHED))
def test_an_annulled_round_frees_flats_and_families_and_stays(county: County, state: str) -> None:
    """HN-21-7."""
    a_round = REACHED[state](county)
    assert a_round.state == state
    ended = county.act(HEAD, LATER, annul(a_round.id))
    assert ended.state is RoundState.ANNULLED
    with county.database.reads() as session:
        assert units.count_by_state(session, PLACE) == {UnitState.VACANT: 5}
        shown = [each.code for each in queries.public_rounds(session, PLACE)]
        last = queries.steps(session, a_round.id)[-1]
    assert shown == ([a_round.code] if a_round.order_published_at else [])
    assert (last.act, last.reason, last.document) == ("annul", "异议成立", "决〔2026〕3号")
    assert last.source == state
    successor = county.frozen(at=LATER)
    assert successor.code == "430199-2026-002"


def test_there_is_no_way_back(county: County) -> None:
    a_round = county.frozen()
    county.act(HEAD, LATER, annul(a_round.id))
    for act in (service.freeze, service.make_order, service.allocate, service.check):
        with pytest.raises(WrongState, match="annulled"):
            county.act(CENTRE, LATER, lambda work, act=act: act(work, a_round.id))  # type: ignore[misc]
    with pytest.raises(WrongState, match="annulled"):
        county.act(HEAD, LATER, annul(a_round.id))


@pytest.mark.parametrize(
    ("changes", "words"), [({"reason": " "}, "reason"), ({"document": ""}, "document")]
)
def test_reason_and_document_are_asked_for(
    county: County, changes: dict[str, str], words: str
) -> None:
    a_round = county.adopted()
    with pytest.raises(BadInput, match=words):
        county.act(HEAD, LATER, annul(a_round.id, **changes))


def test_who_was_housed_in_an_annulled_round_is_on_the_next_roll(county: County) -> None:
    """HN-21-7: an annulled round has housed nobody."""
    first = county.published()
    county.act(HEAD, LATER, annul(first.id))
    second = county.frozen(at=LATER)
    with county.database.reads() as session:
        figures = queries.figures(session, second.id)
    assert figures.households == 7
    assert figures.off_roll == {"asked_for_subsidy": 1, "registered_later": 1}
