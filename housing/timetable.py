"""The timetable: which job, when and why. One line a job; each only calls a service.

Every job looks for work by date, so that a missed night is caught up and a second run does nothing.
"""

from housing.abandonments import jobs as abandonments
from housing.arrears import counting as arrears
from housing.checks import jobs as checks
from housing.checks.connector import open_client
from housing.clocks import jobs as clocks
from housing.clocks.kinds import title
from housing.clocks.models import CaseClock
from housing.confirmations import jobs as confirmations
from housing.core.access.permissions import Role
from housing.core.work import Work
from housing.digests.service import folder_of, make_digests
from housing.documents import jobs as documents
from housing.documents.folder import folder_of as documents_folder
from housing.exchanges import jobs as exchanges
from housing.exits import jobs as exits
from housing.jobs import Installation, Job, plain
from housing.joint_reviews import jobs as joint_reviews
from housing.leases import jobs as leases
from housing.letters.kinds import LetterKind
from housing.letters.outbox import deliver
from housing.letters.service import Recipient, send
from housing.letters.transports import transports_of
from housing.occupancy import jobs as occupancy
from housing.offers import jobs as offers
from housing.offices import queries as offices
from housing.own_stock import jobs as own_stock
from housing.payments import carrying as payments
from housing.picking import jobs as picking
from housing.rechecks import jobs as rechecks
from housing.registrations import jobs as registrations
from housing.renewals import batches as renewal_batches
from housing.renewals import jobs as renewals
from housing.rents import jobs as rents
from housing.reviews import jobs as reviews
from housing.rounds import jobs as rounds
from housing.rounds import outcome_letters
from housing.sales import jobs as sales
from housing.violations import jobs as violations
from housing.waitlist import jobs as waitlist


def _digests(here: Installation) -> object:
    return make_digests(here.database, here.clock.now(), folder_of(here.settings.home))


def _outbox(here: Installation) -> object:
    return deliver(here.database, here.keyring, transports_of(here.settings), here.clock)


def _documents(here: Installation) -> object:
    return documents.sweep(here.database, documents_folder(here.settings), here.clock)


def _checks(here: Installation) -> object:
    with open_client() as client:
        return checks.exchange(here.database, here.keyring, here.clock, client)


def _check_days(here: Installation) -> object:
    return checks.follow_clocks(here.database)


def _clocks(here: Installation) -> object:
    return clocks.sweep(here.database, here.keyring, here.clock, tell_holder)


def tell_holder(work: Work, clock: CaseClock) -> None:
    """Write to the office that holds a deadline; one without e-mail finds it on its list.

    What waits for an applicant is told by the case's own letters, which named the last day.
    """
    office = offices.get(work.session, clock.office_id)
    if office is None or not office.email or clock.role is Role.APPLICANT:
        return
    facts = {"matter": f"{clock.case_number}：{title(clock.kind)}", "due_on": clock.due_on}
    to = Recipient(office.name, email=office.email)
    send(work, LetterKind.REMINDER, clock.case, to, facts, clock.rules, office_id=office.id)


def _confirmations(here: Installation) -> object:
    return confirmations.run(here.database, here.keyring, here.clock, here.settings.address)


TIMETABLE = (
    Job(
        "digests",
        why="the day before is over, and acts begun before midnight have had time to end",
        run=_digests,
        minute=10,
    ),
    Job("outbox", why="letters that are due go out", run=_outbox, every=1),
    Job(
        "waitlist",
        why="the cap day of an entry passed at midnight",
        run=plain(waitlist.sweep),
        minute=20,
    ),
    Job(
        "places", why="all acts of the day before have been done", run=plain(waitlist.place), hour=1
    ),
    Job(
        "outcomes",
        why="a round was published, and families wait to hear",
        run=plain(outcome_letters.tell_all),
        every=5,
    ),
    Job(
        "sales",
        why="the lock of a sold dwelling ended at midnight, or an answer on buying back is late",
        run=plain(sales.sweep),
        hour=2,
    ),
    Job("checks", why="departments are asked and have answered", run=_checks, every=5),
    Job(
        "check-days",
        why="pauses and holiday notices have moved the days of clocks",
        run=_check_days,
        minute=40,
    ),
    Job("clocks", why="offices open in two hours and see what is due", run=_clocks, hour=6),
    Job(
        "after-publicity",
        why="publicities and periods for asking ended at midnight",
        run=plain(reviews.after_publicity),
        minute=30,
    ),
    Job(
        "loose-ends",
        why="withdrawn cases ask nobody and stay up nowhere",
        run=plain(reviews.tie_up),
        every=10,
    ),
    Job("rechecks-due", why="intervals ended at midnight", run=plain(rechecks.due), hour=1),
    Job("rechecks", why="departments have answered", run=plain(rechecks.collect), every=10),
    Job(
        "confirmations",
        why="families read their messages and offices answer in the day",
        run=_confirmations,
        hour=9,
    ),
    Job(
        "rereviews",
        why="rechecks of a round were decided, and consents have come in",
        run=plain(registrations.follow),
        every=10,
    ),
    Job(
        "registrations",
        why="the days of a published plan begin and end at midnight",
        run=plain(rounds.follow_plans),
        minute=25,
    ),
    Job(
        "round-receipts",
        why="an officer began to send the receipts of a round",
        run=plain(rounds.go_on_sending),
        every=10,
    ),
    Job(
        "occupancy",
        why="targets and years ended at midnight",
        run=plain(occupancy.count),
        minute=50,
    ),
    Job("documents", why="files that nobody needs take room", run=_documents, hour=3),
    Job(
        "freezes",
        why="the last day of a freeze was yesterday",
        run=plain(abandonments.sweep),
        minute=15,
    ),
    Job(
        "picking",
        why="a round was called, and families wait to hear",
        run=plain(picking.tell),
        every=5,
    ),
    Job(
        "offers-told",
        why="a round gave flats, and families wait to hear",
        run=plain(offers.tell),
        every=5,
    ),
    Job(
        "rents",
        why="a month is charged on its first day, and late changes are made good",
        run=plain(rents.sweep),
        hour=1,
        minute=20,
    ),
    Job(
        "exchanges",
        why="a lease that was to be exchanged ended, however late that is seen",
        run=plain(exchanges.sweep),
        minute=45,
    ),
    Job(
        "leases",
        why="a successor begins on its first day, also after a missed night",
        run=plain(leases.sweep),
        minute=40,
    ),
    Job(
        "violations",
        why="flats came back in the day, and months without anybody ended at midnight",
        run=plain(violations.sweep),
        hour=2,
    ),
    Job(
        "offers", why="the last day to sign passed at midnight", run=plain(offers.sweep), minute=35
    ),
    Job(
        "surplus",
        why="the period after an owner's round ended at midnight",
        run=plain(own_stock.sweep),
        minute=25,
    ),
    Job(
        "tenant-reviews-due",
        why="intervals ended at midnight",
        run=plain(joint_reviews.due),
        hour=1,
        minute=20,
    ),
    Job(
        "tenant-reviews",
        why="departments have answered about tenants",
        run=plain(joint_reviews.collect),
        every=10,
    ),
    Job(
        "exits",
        why="cases were opened, and flats have come back",
        run=plain(exits.follow),
        every=10,
    ),
    Job(
        "relocations",
        why="relocation periods ended at midnight",
        run=plain(exits.sweep),
        minute=45,
    ),
    Job(
        "renewals-due",
        why="leases come nearer to their end, and some have reached it",
        run=plain(renewals.sweep),
        minute=55,
    ),
    Job(
        "renewals",
        why="tenants have asked for renewals",
        run=plain(renewals.forward),
        every=10,
    ),
    Job(
        "renewal-batches",
        why="somebody decided on many renewals",
        run=plain(renewal_batches.work_off),
        every=1,
    ),
    Job(
        "payments",
        why="leases began and months were charged in the night",
        run=plain(payments.sweep),
        hour=4,
    ),
    Job(
        "arrears",
        why="the day of payment passed at midnight, and prepaid money was set off",
        run=plain(arrears.sweep),
        hour=5,
    ),
)
