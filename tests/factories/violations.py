"""One violation of the tenant of a running lease, walked act by act, in the fewest words."""

import io
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from housing.applications.words import Relation
from housing.core.access.actor import Actor, system_actor
from housing.core.access.permissions import Role
from housing.core.clock import standing_clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.work import Work, working
from housing.documents import service as documents
from housing.documents.folder import Folder
from housing.leases.models import LeaseMember
from housing.violations import queries, service
from housing.violations.models import Violation
from housing.violations.states import ViolationState
from housing.violations.words import DeliveryWay, ViolationKind
from tests.conftest import PLACE, actor
from tests.factories.files import picture
from tests.factories.leases import active_lease, tenant_account
from tests.factories.offices import open_offices
from tests.factories.sheets import identity

TODAY = date(2026, 9, 1)
REVIEWER, SECOND = actor(Role.COUNTY_REVIEWER, "fuhe"), actor(Role.COUNTY_REVIEWER, "fuhe2")
HEAD, OTHER_HEAD = actor(Role.COUNTY_HEAD, "fabu"), actor(Role.COUNTY_HEAD, "fabu2")
OPERATOR = actor(Role.OPERATOR, "yunying")
EVIDENCE = "violation_evidence"


class Tenancy:
    """A county with one lease of a couple, and the people who act there."""

    def __init__(self, database: Database, keyring: Keyring, root: Path) -> None:
        self.database, self.keyring, self.folder = database, keyring, Folder(root / "documents")
        with self.on(TODAY, system_actor(PLACE)) as work:
            open_offices(work)
        with self.on(TODAY) as work:
            self.lease = active_lease(work, 1)
            self.tenant = tenant_account(work, 1)
            spouse = identity("19910404", "002")
            self.spouse = work.keyring.blind(spouse)
            work.session.add(
                LeaseMember(
                    lease_id=self.lease.id,
                    position=1,
                    name="承租人之妻",
                    relation=Relation.SPOUSE,
                    identity_sealed=work.keyring.seal(spouse),
                    identity_index=self.spouse,
                )
            )
        self.id = 0

    def on(self, day: date, who: Actor = REVIEWER) -> AbstractContextManager[Work]:
        """Open an act of somebody at nine in the morning of a day."""
        at = datetime(day.year, day.month, day.day, 1, tzinfo=UTC)
        return working(self.database.acts, who, standing_clock(at), self.keyring)

    def case(self) -> Violation:
        """Return the case as it stands."""
        with self.database.reads() as session:
            return queries.get(session, PLACE, self.id)

    def opened(self, kind: ViolationKind = ViolationKind.SUBLET) -> Violation:
        """Open a case."""
        with self.on(TODAY) as work:
            facts = "屋内住有合同以外的人"
            made = service.open_case(
                work, self.lease.id, kind, facts=facts, happened_on=date(2026, 8, 1)
            )
        self.id = made.id
        return made

    def noticed(self, kind: ViolationKind = ViolationKind.SUBLET) -> Violation:
        """Open a case and tell the tenant."""
        self.opened(kind)
        with self.on(TODAY) as work:
            return service.notify(work, self.id)

    def heard(self, kind: ViolationKind = ViolationKind.SUBLET) -> date:
        """Go on to the evidence and the first day on which it can be found without a statement."""
        until = self.noticed(kind).statement_until
        assert until is not None
        with self.on(until) as work:
            self.keep_evidence(work)
        return until + timedelta(days=1)

    def keep_evidence(self, work: Work, colour: str = "red") -> None:
        """Upload a photo to the case."""
        case = queries.get(work.session, PLACE, self.id).case
        photo = io.BytesIO(picture(colour=colour))
        documents.keep(work, self.folder, case, EVIDENCE, "照片.jpg", photo)

    def found(self, kind: ViolationKind = ViolationKind.SUBLET) -> date:
        """Go on to the finding."""
        day = self.heard(kind)
        with self.on(day) as work:
            service.find(work, self.id, finding="住户持有转租协议")
        return day

    def rectifying(self, kind: ViolationKind = ViolationKind.SUBLET) -> date:
        """Go on to the delivered order; return the last day of its period."""
        day = self.found(kind)
        with self.on(day, HEAD) as work:
            service.order(work, self.id, requirement="收回住房自住，恢复原状")
        with self.on(day) as work:
            case = service.deliver_order(work, self.id, day, DeliveryWay.IN_PERSON, receipt="回证1")
        assert case.rectify_until is not None
        return case.rectify_until

    def refused(self) -> date:
        """Go on to the visit that finds it undone."""
        day = self.rectifying() + timedelta(days=1)
        with self.on(day) as work:
            service.visit(
                work,
                self.id,
                on=day,
                is_rectified=False,
                finding="仍由他人居住",
                document="笔录2号",
            )
        return day

    def cancelled(self) -> date:
        """Go on to the decision."""
        day = self.refused()
        with self.on(day, HEAD) as work:
            service.cancel(work, self.id, reasons="拒不整改")
        return day

    def returning(self) -> date:
        """Go on to the delivered decision; return the last day for the return."""
        day = self.cancelled()
        with self.on(day) as work:
            case = service.deliver_decision(
                work, self.id, day, DeliveryWay.LEFT, receipt="留置见证书"
            )
        assert case.return_until is not None
        return case.return_until

    def enforced(self) -> date:
        """Go on to the application to the court."""
        day = self.returning() + timedelta(days=1)
        with self.on(day, HEAD) as work:
            service.apply(
                work, self.id, court="示例县人民法院", document="申执1号", remedies="未复议、未起诉"
            )
        assert self.case().state is ViolationState.ENFORCEMENT
        return day
