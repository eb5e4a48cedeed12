"""The main job, end to end: from two sheets to a published round that anyone can recompute.

Every step looks first at what the database says, so that an interrupted job goes on where it
stopped and a finished one is only verified again.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from housing.core.db.migrate import upgrade
from housing.core.db.session import Database
from housing.core.errors import BrokenRule
from housing.core.files import write_whole
from housing.core.keyring import Keyring
from housing.core.work import Work, working
from housing.demo.officers import CENTRE, HEAD, REVIEWER, officer, open_accounts
from housing.demo.sample import make_sample
from housing.demo.story_days import DAYS_BEFORE, ROUND_DAYS, Calendar, after, clock_at
from housing.demo.timings import Timings
from housing.imports.columns import SheetKind
from housing.imports.service import Outcome, import_sheets
from housing.imports.sheet import SheetFile
from housing.lists.service import write_lists, write_receipts
from housing.packages.proof import Verdict
from housing.packages.service import publish_round, round_folder, verify_published
from housing.rounds import queries, service
from housing.rounds.models import Round
from housing.rounds.states import RoundState as S

#: 40 throws of a die are 103 bits; the round asks for 64.
THROWS = 40
DOCUMENT = "示例文件（演示用，无真实文号）"
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the demonstration happens."""

    home: Path
    place: str
    database: Database
    keyring: Keyring


@dataclass(frozen=True, slots=True)
class Sheets:
    """The two files to import; None takes the sample county."""

    households: Path | None = None
    units: Path | None = None


@dataclass(slots=True)
class MainJob:
    """One run of the job; `progress` is told the words of each step as it begins."""

    where: Place
    day: date
    sheets: Sheets
    progress: Progress
    timings: Timings = field(default_factory=Timings)
    outcome: Outcome | None = None
    verdict: Verdict | None = None
    has_changed: bool = False

    def run(self) -> Round:
        """Do whatever is left to do, and return the published round.

        Raises:
            HousingError: a step was refused; what was done before it is kept.
        """
        self._step("迁移数据库 migrate", "migration", self._migrate)
        self._step("开立账号 accounts", "accounts", self._open_accounts)
        found = self._round()
        if found is None or found.published_at is None:
            self._step("导入两张表 import", "import", self._import)
            self._step("立项并冻结名册 freeze", "freeze", self._freeze)
            self._step("摇号与排序 draw", "draw_engine_proofs", self._draw)
            self._step("分配与证明 engine", "draw_engine_proofs", self._allocate)
            self._step("独立复算 check", "check", self._check)
            self._step("打包并公布 package", "package", self._publish)
        self._step("名单与回执 lists", "lists", self._lists)
        self._step("核验数据包 verify", "verify", self._verify)
        return self._known_round()

    @property
    def folder(self) -> Path:
        """Where the public files of the round lie."""
        return round_folder(self.where.home, self._known_round().code)

    @property
    def receipts(self) -> Path:
        """Where the private receipt slips lie."""
        return self.where.home / "receipts" / f"{self._known_round().code}.pdf"

    def _step(self, words: str, name: str, act: Callable[[], None]) -> None:
        self.progress(words)
        with self.timings.step(name):
            act()

    def _act(self, name: str, instant: datetime, act: Callable[[Work], object]) -> None:
        """Let an officer act at that instant of the story."""
        where = self.where
        with where.database.reads() as session:
            clock = clock_at(session, where.place, instant)
        if clock.today() > self.day:
            raise BrokenRule(
                f"此步要到 {clock.today()} 才能办理，晚于演示日 {self.day}，请到时再运行"
                " / this step falls after the day of the demonstration; run again then"
            )
        actor = officer(name, where.place)
        with working(where.database.acts, actor, clock, where.keyring) as work:
            act(work)
        self.has_changed = True

    def _read(self) -> Session:
        return self.where.database.reads()

    def _round(self) -> Round | None:
        with self._read() as session:
            found = queries.rounds_of(session, self.where.place)
        if found and all(one.state is S.ANNULLED for one in found):
            raise BrokenRule(
                "演示的轮次已作废，请用 --home 另选文件夹"
                " / the demonstration's round was annulled; choose another folder with --home"
            )
        return next((one for one in reversed(found) if one.state is not S.ANNULLED), None)

    def _known_round(self) -> Round:
        found = self._round()
        if found is None:
            raise BrokenRule("还没有轮次 / there is no round yet")
        return found

    def _migrate(self) -> None:
        upgrade(self.where.database.engine)

    def _open_accounts(self) -> None:
        where = self.where
        with self._read() as session:
            clock = clock_at(session, where.place, self._at(0, 8))
        accounts = where.home / "accounts.txt"
        open_accounts(where.database, where.keyring, clock, where.place, accounts)

    def _at(self, days: int, hour: int, minute: int = 0) -> datetime:
        return self._calendar.at(days, hour, minute)

    @property
    def _calendar(self) -> Calendar:
        return Calendar(self.day, ROUND_DAYS if self.sheets.households else DAYS_BEFORE)

    def _import(self) -> None:
        if self._round() is not None:
            return
        files = [self._file(SheetKind.HOUSEHOLDS), self._file(SheetKind.UNITS)]

        def take(work: Work) -> None:
            self.outcome = import_sheets(work, files)

        self._act(CENTRE, self._at(0, 9), take)
        if self.outcome is not None and not self.outcome.is_taken:
            faults = self.outcome.faults
            raise BrokenRule(
                f"两张表共有 {len(faults)} 处错误，未导入任何一行 / {len(faults)} faults, nothing"
                " was imported:\n" + "\n".join(fault.line() for fault in faults[:5])
            )

    def _file(self, kind: SheetKind) -> SheetFile:
        path = self.sheets.households if kind is SheetKind.HOUSEHOLDS else self.sheets.units
        if path is None:
            path = self.where.home / "sheets" / f"{kind.value}.csv"
            if not path.is_file():
                self._make_sample()
        return SheetFile(kind, path.name, path.read_bytes())

    def _make_sample(self) -> None:
        sample = make_sample(self._calendar.first_day)
        folder = self.where.home / "sheets"
        write_whole(folder / "households.csv", sample.households_csv())
        write_whole(folder / "units.csv", sample.units_csv())

    def _freeze(self) -> None:
        if self._round() is None:
            self._act(CENTRE, self._at(0, 10), self._prepare)
        if self._known_round().state is S.PREPARED:
            self._act(REVIEWER, self._at(0, 11), self._adopt)
        if self._known_round().state is S.RE_REVIEWING:
            self._act(CENTRE, self._at(0, 14), lambda work: service.freeze(work, self._id()))

    def _prepare(self, work: Work) -> None:
        service.prepare(
            work, name="示例轮次（演示）", approval_document=DOCUMENT, seed_source="dice"
        )

    def _adopt(self, work: Work) -> None:
        service.adopt_roll(work, self._id(), document=DOCUMENT)

    def _id(self) -> int:
        return self._known_round().id

    def _draw(self) -> None:
        if self._known_round().state is S.FROZEN:
            self._act(REVIEWER, self._at(1, 10), self._enter_seed)
        if self._known_round().state is S.DRAWN:
            self._act(CENTRE, self._at(1, 11), lambda work: service.make_order(work, self._id()))
        if self._known_round().state is S.ORDERED:
            self._act(CENTRE, self._at(2, 9), lambda work: service.publish_order(work, self._id()))

    def _enter_seed(self, work: Work) -> None:
        throws = "".join(str(secrets.randbelow(6) + 1) for _ in range(THROWS))
        service.enter_seed(
            work,
            self._id(),
            text=throws,
            drawn_at=work.now,
            witnesses="演示：由本机随机数代替公证掷骰 / demonstration: this machine's dice",
        )

    def _allocate(self) -> None:
        a_round = self._known_round()
        if a_round.state is S.ORDER_PUBLISHED and a_round.publicity_until is not None:
            instant = after(a_round.publicity_until, 9)
            self._act(CENTRE, instant, lambda work: service.allocate(work, a_round.id))

    def _check(self) -> None:
        a_round = self._known_round()
        if a_round.state is S.ALLOCATING and a_round.publicity_until is not None:
            instant = after(a_round.publicity_until, 10)
            self._act(CENTRE, instant, lambda work: service.check(work, a_round.id))

    def _publish(self) -> None:
        a_round = self._known_round()
        if a_round.state is S.CHECKED and a_round.publicity_until is not None:
            instant = after(a_round.publicity_until, 15)
            self._act(HEAD, instant, lambda work: publish_round(work, a_round.id, self.folder))

    def _lists(self) -> None:
        a_round = self._known_round()
        fonts = self.where.home / "fonts"
        if not (self.folder / "results.pdf").is_file() and a_round.published_at is not None:
            with self._read() as session:
                write_lists(session, a_round.id, self.folder, a_round.published_at, fonts)
            self.has_changed = True
        if not self.receipts.is_file() and a_round.published_at is not None:
            self._act(
                REVIEWER,
                a_round.published_at,
                lambda work: write_receipts(work, a_round.id, self.receipts, fonts),
            )

    def _verify(self) -> None:
        self.verdict = verify_published(self._known_round(), self.folder)
