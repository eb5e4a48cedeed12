"""Letters to households about their subsidy."""

from collections.abc import Mapping, Sequence
from datetime import date

from housing.calendar import Measure, Period
from housing.core.money import Fen, yuan
from housing.core.work import Work
from housing.letters import service as letters
from housing.letters.kinds import LetterKind
from housing.policies.queries import book as values_in_force
from housing.subsidies.models import Entitlement, SubsidyAmount
from housing.subsidies.rules import month_words
from housing.waitlist import queries as waitlist
from housing.waitlist.whose import recipient_of

#: What a stop rests on; a review may be asked for.
STOP_RULES = ("HN-33-2",)
NOTHING = "没有多发的补贴。"


def granted(work: Work, held: Entitlement, amount: SubsidyAmount) -> None:
    """Tell what is paid from when, and how it was reckoned."""
    facts = {
        "from_month": month_words(held.from_month),
        "monthly": f"{yuan(Fen(amount.monthly_fen))}元",
        "reckoning": amount.reckoning["lines"],
    }
    _send(work, held, LetterKind.SUBSIDY_GRANTED, facts, amount.cites)


def changed(work: Work, held: Entitlement, amount: SubsidyAmount, overpaid: int) -> None:
    """Tell the new amount, why, and what follows for what was paid too much."""
    withheld = f"已多发{yuan(Fen(overpaid))}元，从以后各月的补贴中扣回。"
    facts = {
        "from_month": month_words(amount.from_month),
        "monthly": f"{yuan(Fen(amount.monthly_fen))}元",
        "reason": amount.reason,
        "reckoning": amount.reckoning["lines"],
        "overpaid": withheld if overpaid else NOTHING,
    }
    _send(work, held, LetterKind.SUBSIDY_CHANGED, facts, amount.cites)


def stopped(work: Work, held: Entitlement, from_month: date, overpaid: int) -> None:
    """Tell from when nothing is paid, why, and what has to be given back."""
    book = values_in_force(work.session)
    days = int(book.value("review_request_window", held.place, work.day).value)
    back = f"已多发{yuan(Fen(overpaid))}元，请退回；退款方式请咨询我单位。"
    facts = {
        "from_month": month_words(from_month),
        "reason": held.stop_reason,
        "overpaid": back if overpaid else NOTHING,
        "window": f"收到本通知书之日起{Period(days, Measure.WORKING_DAYS).chinese}",
    }
    cites = book.cited(STOP_RULES, held.place, work.day)
    _send(work, held, LetterKind.SUBSIDY_STOPPED, facts, cites)


def _send(
    work: Work,
    held: Entitlement,
    kind: LetterKind,
    facts: Mapping[str, object],
    cites: Sequence[str],
) -> None:
    entry = waitlist.get(work.session, held.place, held.entry_id)
    to = recipient_of(work.session, work.keyring, entry)
    letters.send(work, kind, held.case, to, facts, cites)
