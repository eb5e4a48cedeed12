"""Any sequence of acts on rounds, entries, units and offers together.

No unit in two rounds, no household in two results, nobody lost, an unbroken register, and what was
published verifies.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from housing.core.access.actor import Actor, system_actor
from housing.core.access.offices import OfficeKind
from housing.core.audit.record import verify
from housing.core.clock import standing_clock
from housing.core.errors import HousingError
from housing.core.keyring import open_keyring
from housing.core.work import Work, working
from housing.households.models import Household
from housing.notices import queries as notices
from housing.notices.kinds import NoticeKind
from housing.objections import queries as objections
from housing.objections import service as objecting_people
from housing.offers import queries as offered
from housing.offers import service as offers
from housing.packages import service as packages
from housing.packages.proof import verify_files
from housing.rounds import clearing, holding, objecting, service, successor
from housing.rounds.models import Round, RoundAssignment, RoundHousehold, RoundUnit
from housing.rounds.states import RoundState as S
from housing.units.models import Unit
from housing.units.states import UnitState
from housing.waitlist.models import WaitlistEntry
from housing.waitlist.states import ENDED, EntryState
from tests.conftest import NOW, PLACE
from tests.factories.offices import office_of_kind
from tests.integration.small_county import (
    CENTRE,
    DICE,
    HEAD,
    LOW,
    REVIEWER,
    household,
    projects,
    unit,
    usual,
)
from tests.migrated import migrated_sqlite

#: In one of these an entry takes part in a round.
IN_A_ROUND = (EntryState.IN_ROUND, EntryState.ALLOTTEE, EntryState.SELECTED)
RESULTS = (S.PUBLISHED, S.SIGNING, S.CLOSED)


class Rounds(RuleBasedStateMachine):
    """Officers, neighbours and families do what they like, in any order."""

    @initialize(steps=st.integers(0, 11))
    def open(self, steps: int) -> None:
        self.folder = TemporaryDirectory()
        home = Path(self.folder.name)
        self.database = migrated_sqlite(home / "housing.db")
        self.keyring = open_keyring(home / "keys")
        self.now, self.more, self.verified = NOW, 20, set[int]()
        with working(
            self.database.acts, system_actor(PLACE), standing_clock(NOW), self.keyring
        ) as work:
            office_of_kind(work, OfficeKind.HOUSING_DEPARTMENT)
            work.session.add_all(projects())
            work.session.flush()
            homes, flats = usual(self.keyring)
            work.session.add_all([*homes, *flats])
        for _ in range(steps):
            self.go_on()

    def teardown(self) -> None:
        if hasattr(self, "database"):
            self._packages_verify()
            self.database.engine.dispose()
            self.folder.cleanup()

    def attempt(self, who: Actor, act: Callable[[Work], object]) -> None:
        """Do an act a minute later; a refusal in words is as good."""
        self.now += timedelta(minutes=1)
        clock = standing_clock(self.now)
        with (
            suppress(HousingError),
            working(self.database.acts, who, clock, self.keyring) as work,
        ):
            act(work)

    def rounds(self, *states: S) -> list[Round]:
        """Return the rounds in these states, or all, newest first."""
        with self.database.reads() as session:
            found = session.scalars(select(Round).order_by(Round.id.desc())).all()
        return [each for each in found if not states or each.state in states]

    @rule()
    def go_on(self) -> None:
        """Do what the newest round waits for, or begin one."""
        running = [each for each in self.rounds() if each.state not in (*RESULTS, S.ANNULLED)]
        if not running:
            self.begin()
            return
        key, state = running[0].id, running[0].state
        if state is S.PREPARED:
            self.attempt(CENTRE, lambda work: service.adopt_roll(work, key, document="审1号"))
        elif state is S.RE_REVIEWING:
            self.freeze()
        elif state is S.FROZEN:
            self.draw(key)
        elif state is S.DRAWN:
            self.attempt(CENTRE, lambda work: service.make_order(work, key))
        elif state is S.ORDERED:
            self.attempt(CENTRE, lambda work: service.publish_order(work, key))
        elif state is S.ORDER_PUBLISHED:
            self.days_pass(8)
            self.attempt(CENTRE, lambda work: service.allocate(work, key))
        elif state is S.ALLOCATING:
            self.attempt(CENTRE, lambda work: service.check(work, key))
        else:
            self.publish()

    @rule()
    def begin(self) -> None:
        name = f"第{len(self.rounds()) + 1}批"
        self.attempt(
            CENTRE,
            lambda work: service.prepare(
                work, name=name, approval_document="批1号", seed_source="dice"
            ),
        )

    @rule()
    def freeze(self) -> None:
        for each in self.rounds(S.RE_REVIEWING):
            self.attempt(CENTRE, lambda work, each=each: service.freeze(work, each.id))

    def draw(self, key: int) -> None:
        drawn_at: datetime = self.now + timedelta(seconds=30)
        self.now += timedelta(minutes=1)
        self.attempt(
            REVIEWER,
            lambda work: service.enter_seed(
                work, key, text=DICE, drawn_at=drawn_at, witnesses="公证处"
            ),
        )

    @rule()
    def publish(self) -> None:
        for each in self.rounds(S.CHECKED):
            with self.database.reads() as session:
                found = [key.key for key, _row in clearing.clusters(session, each)]
            for key in found:
                self.attempt(
                    REVIEWER,
                    lambda work, each=each, key=key: clearing.clear(
                        work, each.id, key, reason="已核实"
                    ),
                )
            self.attempt(
                HEAD,
                lambda work, each=each: service.publish(work, each.id, package_sha256="ab" * 32),
            )

    @rule(number=st.integers(1, 9))
    def hold_back(self, number: int) -> None:
        def act(work: Work, key: int) -> None:
            ids = holding.roll_ids_of(work, key, [f"SQ2025{number:06d}"])
            holding.hold_back(work, key, ids, reason="待查", document="缓1号")

        for each in self.rounds(S.CHECKED):
            self.attempt(HEAD, lambda work, each=each: act(work, each.id))

    @rule(upheld=st.booleans())
    def end_what_is_held(self, upheld: bool) -> None:
        for each in self.rounds(S.PUBLISHED, S.SIGNING):
            self.attempt(
                HEAD,
                lambda work, each=each: holding.end_hold_back(
                    work, each.id, upheld=upheld, reason="已查", document="缓2号"
                ),
            )

    @rule(chosen=st.integers(0, 3))
    def annul(self, chosen: int) -> None:
        found = self.rounds()
        if found:
            key = found[min(chosen, len(found) - 1)].id
            self.attempt(
                HEAD, lambda work: service.annul(work, key, reason="有误", document="决1号")
            )

    @rule()
    def follow(self) -> None:
        for each in self.rounds(S.ANNULLED)[:1]:
            self.attempt(HEAD, lambda work, each=each: successor.open_after(work, each.id))

    @rule(upheld=st.booleans())
    def object_and_decide(self, upheld: bool) -> None:
        for each in self.rounds(S.ORDER_PUBLISHED)[:1]:
            with self.database.reads() as session:
                held = notices.of_case(session, each.case)
            (notice,) = [one for one in held if one.kind is NoticeKind.ROUND_ORDER]
            self.attempt(
                system_actor(PLACE),
                lambda work, notice=notice: objecting_people.file_objection(
                    work, notice.id, name="李某", contact="13900001111", text="情况不实，请核实"
                ),
            )
            with self.database.reads() as session:
                waiting = [one.id for one in objections.open_of_case(session, each.case)]
            for one in waiting:
                self.attempt(
                    HEAD, lambda work, one=one: objecting.decide(work, one, upheld, "已核实")
                )

    @rule()
    def open_signing(self) -> None:
        for each in self.rounds(S.PUBLISHED)[:1]:
            self.attempt(CENTRE, lambda work, each=each: offers.make_all(work, each.id))

    @rule(chosen=st.integers(0, 5), answer=st.sampled_from(["accept", "decline", "sign"]))
    def answer_an_offer(self, chosen: int, answer: str) -> None:
        with self.database.reads() as session:
            found = [one.id for each in self.rounds() for one in offered.of_round(session, each.id)]
        if not found:
            return
        key = found[chosen % len(found)]
        if answer == "accept":
            self.attempt(CENTRE, lambda work: offers.accept(work, key))
        elif answer == "decline":
            self.attempt(
                CENTRE, lambda work: offers.decline(work, key, reason="不要", document="声明1号")
            )
        else:
            self.attempt(CENTRE, lambda work: offers.sign(work, key, document="合同1号"))

    @rule()
    def a_flat_and_a_family_more(self) -> None:
        self.more += 1
        with self.database.acts() as session, session.begin():
            session.add(unit(self.more))
            session.add(household(self.keyring, self.more, wishes=[[LOW]]))

    @rule(days=st.sampled_from([1, 8]))
    def days_pass(self, days: int) -> None:
        self.now += timedelta(days=days)

    @invariant()
    def no_unit_is_in_two_rounds(self) -> None:
        """A unit that a round holds says so itself, and no other round holds it."""
        if not hasattr(self, "database"):
            return
        with self.database.reads() as session:
            live = session.execute(
                select(RoundUnit.unit_id, Round.code)
                .join(Round, Round.id == RoundUnit.round_id)
                .where(RoundUnit.live)
            ).all()
            held = dict(session.execute(select(Unit.id, Unit.round_code)).all())
            states = dict(session.execute(select(Unit.id, Unit.state)).all())
        assert len({unit_id for unit_id, _ in live}) == len(live)
        for unit_id, code in live:
            if states[unit_id] is not UnitState.LET:
                assert held[unit_id] == code
        assert {unit_id for unit_id, code in held.items() if code} <= {each for each, _ in live}

    @invariant()
    def nobody_is_lost_or_housed_twice(self) -> None:
        """Each entry in a round is on that round's roll; results of a household are one at most."""
        if not hasattr(self, "database"):
            return
        with self.database.reads() as session:
            entries = session.scalars(select(WaitlistEntry)).all()
            households = set(session.scalars(select(Household.id)))
            rounds = {each.code: each for each in session.scalars(select(Round))}
            lines = select(
                RoundHousehold.round_id, RoundHousehold.household_id, RoundHousehold.live
            ).where(RoundHousehold.off_roll == "")
            on_roll = {(row[0], row[1]): row[2] for row in session.execute(lines)}
            held_back = {each.id: holding.held_ids(session, each.id) for each in rounds.values()}
            housed = session.execute(
                select(RoundHousehold.household_id, Round.state)
                .join(RoundAssignment, RoundAssignment.round_id == RoundHousehold.round_id)
                .join(Round, Round.id == RoundHousehold.round_id)
                .where(
                    RoundAssignment.roll_id == RoundHousehold.roll_id,
                    RoundHousehold.live,
                    Round.state.in_(RESULTS),
                )
            ).all()
        of_household: dict[int, list[WaitlistEntry]] = {}
        for entry in entries:
            of_household.setdefault(entry.household_id, []).append(entry)
        for household_id, held in of_household.items():
            assert len([each for each in held if each.state not in ENDED]) <= 1
            assert household_id in households
        for entry in entries:
            assert (entry.round_code is not None) == (entry.state in IN_A_ROUND)
            if entry.round_code is not None:
                a_round = rounds[entry.round_code]
                assert a_round.state is not S.ANNULLED
                # Whoever gave a flat up is let go when it is decided whether that counts.
                is_live = on_roll[a_round.id, entry.household_id]
                assert is_live or entry.state is not EntryState.IN_ROUND
                if a_round.state in RESULTS and entry.state is EntryState.IN_ROUND:
                    assert held_back[a_round.id], "left out, and still in the round"
        assert len({household_id for household_id, _ in housed}) == len(housed)

    @invariant()
    def the_register_is_whole(self) -> None:
        if hasattr(self, "database"):
            with self.database.reads() as session:
                assert verify(session, PLACE).faults == ()

    def _packages_verify(self) -> None:
        """The newest published round proves itself (one, since each runs a program)."""
        for each in self.rounds(S.PUBLISHED, S.SIGNING)[:1]:
            clock = standing_clock(self.now + timedelta(minutes=1))
            with working(self.database.acts, HEAD, clock, self.keyring) as work:
                verdict = verify_files(packages.package_of(work, each.id))
            assert verdict.holds, verdict.lines


TestRounds = Rounds.TestCase
TestRounds.settings = settings(
    max_examples=12,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
