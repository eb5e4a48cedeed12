"""Admission in the demonstration: every case where it was meant to be left, even when cut short."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from housing.checks.models import CheckRequest
from housing.checks.states import CheckState
from housing.core.access.offices import OfficeKind
from housing.core.audit.models import RegisterHead
from housing.core.audit.record import verify
from housing.core.clock import day_of
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.work import Work
from housing.demo.admission import Admission
from housing.demo.departments import connected
from housing.demo.families import FAMILIES, STAFF
from housing.demo.job import Place
from housing.demo.officers import FAMILY_PHONE, SEATS
from housing.demo.stage import Stage
from housing.demo.story_days import ADMISSION_DAYS, ROUND_DAYS, Calendar
from housing.demo.tenancies import Tenancies
from housing.objections.models import Objection
from tests.conftest import PLACE
from tests.integration.demonstrations import DAY, Interrupted, small_job, small_sheets

#: The round ends early enough for admission to be played until the day of the demonstration.
ROUND_OVER = DAY - timedelta(days=ADMISSION_DAYS)


def register_rows(database: Database) -> int:
    with database.reads() as session:
        head = session.get(RegisterHead, PLACE)
        assert head is not None
        return head.number


def cut_after(patch: pytest.MonkeyPatch, acts: int) -> None:
    """Let the power fail before the act after so many."""
    whole, done = Stage.act, 0

    def act(stage: Stage, name: str, do: Callable[[Work], object]) -> None:
        nonlocal done
        done += 1
        if done > acts:
            raise Interrupted
        whole(stage, name, do)

    patch.setattr(Stage, "act", act)


def test_cut_short_and_played_again_it_ends_as_it_was_meant_to(
    sqlite_database: Database, keyring: Keyring, tmp_path: Path
) -> None:
    small_sheets(tmp_path / "small", story=Calendar(ROUND_OVER, ROUND_DAYS))
    a_round = replace(small_job(tmp_path, sqlite_database, keyring), day=ROUND_OVER).run()
    assert a_round.published_at is not None
    published = day_of(a_round.published_at)
    where = Place(tmp_path, PLACE, sqlite_database, keyring)
    for acts in (12, 30):  # While the first are handed in, and amid the reviews.
        with pytest.MonkeyPatch.context() as patch:
            cut_after(patch, acts)
            admission = _admission(where, published)
            with pytest.raises(Interrupted):
                admission.run()

    admission = _admission(where, published)
    admission.run()
    meant = Counter(family.stops for family in (*FAMILIES, *STAFF))
    assert admission.states() == meant
    _must_be_whole(sqlite_database, tmp_path)

    rows = register_rows(sqlite_database)
    again = _admission(where, published)
    again.run()
    assert not again.stage.has_changed
    assert register_rows(sqlite_database) == rows
    assert again.states() == meant


def _admission(where: Place, published: date) -> Admission:
    stage = Stage(where)
    return Admission(stage, published, DAY, Tenancies(stage, published).one_day)


def _must_be_whole(database: Database, home: Path) -> None:
    with database.reads() as session:
        assert verify(session, PLACE).faults == ()
        silent = session.scalars(
            select(CheckRequest).where(CheckRequest.state == CheckState.UNAVAILABLE)
        ).all()
        assert [each.department for each in silent] == [OfficeKind.CIVIL_AFFAIRS]
        assert len(session.scalars(select(Objection)).all()) == 1
        assert list(connected(session, PLACE)) == []
    names = [line.split("\t")[0] for line in (home / "accounts.txt").read_text().splitlines()]
    assert {*SEATS, FAMILY_PHONE} < set(names)
    assert len(names) == len(set(names))
    assert "轮候登记通知书" in (home / "letters.txt").read_text(encoding="utf-8")
