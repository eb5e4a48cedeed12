"""A county of thousands: sheets in, departments that answer by sheet, keys out."""

import io
from collections.abc import Callable, Collection, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import xlsxwriter
from sqlalchemy import select

from housing.checks import sheet, sheet_intake
from housing.core.access.offices import CHECKING, OfficeKind
from housing.core.work import Work
from housing.demo.sample import make_sample
from housing.households.models import Household
from housing.households.words import Assistance
from housing.imports import service as importing
from housing.imports.columns import SheetKind
from housing.imports.sheet import SheetFile
from housing.offers import jobs as offer_jobs
from housing.offers import queries as offers
from housing.offers import service as offering
from housing.packages import service as packages
from housing.packages.service import Published
from housing.plans import queries as plans
from housing.rechecks import jobs as recheck_jobs
from housing.rechecks import service as rechecks
from housing.rechecks.models import Recheck
from housing.rechecks.states import RecheckState
from housing.registrations import service as registering
from housing.registrations.models import Way
from housing.rounds.models import Round
from tests.factories.planned_rounds import PlannedRounds

BATCH = 500


class Thousands(PlannedRounds):
    """The sample county of the demonstration, its families registered on its waitlist."""

    def import_sheets(self, households: int, units: int) -> None:
        """Take the two sheets in."""
        sample = make_sample(self.desk.day, households, units)
        files = [
            SheetFile(SheetKind.HOUSEHOLDS, "家庭.csv", sample.households_csv()),
            SheetFile(SheetKind.UNITS, "房源.csv", sample.units_csv()),
        ]
        outcome = self.act(self.centre, lambda work: importing.import_sheets(work, files))
        assert outcome.is_taken

    def register_all(self, a_round: Round) -> int:
        """Register everybody who asked for a flat, with the wishes of the sheet."""
        with self.database.reads() as session:
            found = session.execute(
                select(Household.id, Household.wishes)
                .where(Household.assistance == Assistance.FLAT)
                .order_by(Household.id)
            ).all()
            offered = {each.code for each in plans.classes(session, a_round.id)}
        wanted = {key: _offered(wishes, offered) for key, wishes in found}
        asked = [(key, wishes) for key, wishes in wanted.items() if wishes]
        for first in range(0, len(asked), BATCH):
            self.act(self.centre, partial(_register, a_round.id, asked[first : first + BATCH]))
        return len(asked)

    def departments_answer(self) -> None:
        """Let each department save its sheet, fill it in and send it back."""
        for kind in CHECKING:
            while self._answer_some(kind):
                pass
        recheck_jobs.collect(self.database, self.keyring, self.clock())

    def pass_everybody(self, a_round: Round) -> None:
        """Let the head pass, in batches, all whose findings are all met."""
        with self.database.reads() as session:
            found = session.scalars(
                select(Recheck.id)
                .where(Recheck.round_code == a_round.code, Recheck.state == RecheckState.ANSWERED)
                .order_by(Recheck.id)
            ).all()
        for first in range(0, len(found), BATCH):
            part = found[first : first + BATCH]
            self.act(self.head, partial(rechecks.decide_many, ids=part))

    def publish_package(self, a_round: Round, folder: Path) -> Published:
        """Pack the round, let its own program verify it, and publish it."""
        return self.act(self.head, lambda work: packages.publish_round(work, a_round.id, folder))

    def offer_all(self, a_round: Round) -> Round:
        """Offer everybody the flat that the round gave; the letters go out by and by."""
        made = self.act(self.centre, lambda work: offering.make_all(work, a_round.id))
        while offer_jobs.tell(self.database, self.keyring, self.clock()):
            pass
        return made

    def keys_to_all(self, a_round: Round) -> int:
        """Let everybody accept, sign on the next day, and get the keys; return how many."""
        with self.database.reads() as session:
            ids = [each.id for each in offers.of_round(session, a_round.id)]
        for act in (offering.accept, _sign, offering.hand_keys):
            self.desk.pass_days(1)
            for first in range(0, len(ids), BATCH):
                self.act(self.centre, partial(_each, act, ids[first : first + BATCH]))
        return len(ids)

    def close_round(self, a_round: Round) -> Round:
        """Close the round."""
        return self.act(self.centre, lambda work: offering.close(work, a_round.id))

    def _answer_some(self, kind: OfficeKind) -> bool:
        who = self.desk.department(kind)
        _, asked = self.act(who, sheet_intake.open_requests)
        if not asked:
            return False
        header = sheet.columns(kind)
        rows = [self._filled(header, row) for row in sheet.rows(kind, asked)]
        raw = workbook([header, *rows])
        taken = self.act(who, lambda work: sheet_intake.take_sheet(work, "答复.xlsx", raw))
        assert taken.faults == 0, taken.findings[:3]
        return True

    def _filled(self, header: Sequence[str], row: list[str]) -> list[str]:
        name = row[header.index(sheet.PEOPLE)].partition("；")[0]
        given = {
            "婚姻状况": f"{name}；未婚；否",
            "家庭月收入": "800",
            "收入认定": "低收入",
            "家庭净资产": "20000",
            "社会救助": "无",
            "家庭成员户籍": f"{name}；是；户主",
            "户内人数": "1",
            "缴费月份": "；".join(_months(self.desk.day)),
            "缴费单位": "清溪早点铺",
            "在本地参保": "是",
            "查询截止日": self.desk.day.isoformat(),
            "回函文号": "函〔2026〕1号",
        }
        for place, column in enumerate(header):
            for head, value in given.items():
                if column.startswith(head):
                    row[place] = value
        return row


def _register(round_id: int, wanted: Sequence[tuple[int, list[list[str]]]], work: Work) -> None:
    """Register some as their sheet does: on terms that are read once."""
    terms = registering.terms_of(work.session, work.place, round_id, work.day)
    for household_id, wishes in wanted:
        household = registering.own_household(work, household_id)
        registering.enter(work, terms, household, wishes, Way.SHEET)


def _sign(work: Work, offer_id: int) -> object:
    return offering.sign(work, offer_id, document=f"合〔2026〕{offer_id}号")


def _each(act: Callable[[Work, int], object], ids: Sequence[int], work: Work) -> None:
    for each in ids:
        act(work, each)


def _months(day: date) -> list[str]:
    """Return the twelve months before that of `day`."""
    last = day.year * 12 + day.month - 1
    return [f"{month // 12}-{month % 12 + 1:02d}" for month in range(last - 12, last)]


def _offered(wishes: Sequence[Sequence[str]], classes: Collection[str]) -> list[list[str]]:
    """Return the wishes of a sheet without the classes that a round does not have."""
    ranks = [[name for name in rank if name in classes] for rank in wishes]
    return [rank for rank in ranks if rank]


def workbook(rows: Sequence[Sequence[str]]) -> bytes:
    """Return an Excel file with one sheet."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    page = book.add_worksheet()
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    book.close()
    return held.getvalue()
