"""Letters of an exchange, one to each household, each with the articles it rests on."""

from collections.abc import Callable, Mapping, Sequence

from housing.abandonments.telling import window
from housing.core.money import Fen, yuan
from housing.core.work import Work
from housing.exchanges.models import Exchange, ExchangeMember
from housing.leases import whose
from housing.leases.drafting import quoted
from housing.leases.keeping import household_of
from housing.leases.models import Lease
from housing.letters import service as letters
from housing.letters.kinds import LetterKind
from housing.policies.queries import book as values_in_force
from housing.units import queries as units
from housing.units.models import Unit

HOW = "请登录本系统，或者到受理窗口，表示同意或者不同意；在所有家庭同意之前可以改变决定。"


def tell_proposed(work: Work, exchange: Exchange) -> None:
    """Ask every household whether it agrees, with the rent that the new flat would have."""

    def facts(member: ExchangeMember, lease: Lease) -> Mapping[str, object]:
        unit = work.session.get_one(Unit, member.unit_to)
        quote = quoted(work, unit, household_of(work, lease), work.day)
        rent = f"{yuan(Fen(quote.monthly_fen))}元"
        return {"households": len(exchange.members), "rent": rent, "how": HOW}

    _tell(work, exchange, LetterKind.EXCHANGE_PROPOSED, facts)


def tell_refused(work: Work, exchange: Exchange) -> None:
    """Tell every household that it was refused, and why. Basis: HN 31 (HN-31-1, HN-31-2)."""
    told = {
        "decided_on": work.day,
        "reasons": [exchange.reasons],
        "window": window(work, exchange.place),
    }
    _tell(work, exchange, LetterKind.EXCHANGE_REFUSED, lambda _member, _lease: told)


def tell_ended(work: Work, exchange: Exchange, reasons: Sequence[str]) -> None:
    """Tell every household that nothing came of it."""
    told = {"reasons": list(reasons)}
    _tell(work, exchange, LetterKind.EXCHANGE_ENDED, lambda _member, _lease: told)


def tell_done(work: Work, exchange: Exchange, made: Mapping[int, tuple[Lease, int]]) -> None:
    """Tell every household its new lease; `made`: lease and monthly rent by the old lease's id."""

    def facts(member: ExchangeMember, _lease: Lease) -> Mapping[str, object]:
        lease, monthly = made[member.lease_id]
        return {
            "from_on": lease.starts_on,
            "until_on": lease.ends_on,
            "rent": f"{yuan(Fen(monthly))}元",
            "deposit": _deposit(work, member),
            "contract": lease.number,
        }

    _tell(work, exchange, LetterKind.EXCHANGE_DONE, facts)


def _deposit(work: Work, member: ExchangeMember) -> str:
    """Say what becomes of the deposit: it stays with its owner, so it moves only within one."""
    before, after = (
        work.session.get_one(Unit, each) for each in (member.unit_from, member.unit_to)
    )
    if before.owner == after.owner:
        return "随合同转入，不重新缴纳"
    return "由原产权单位结算退还，并按新合同向新的产权单位缴纳"


def _tell(
    work: Work,
    exchange: Exchange,
    kind: LetterKind,
    facts: Callable[[ExchangeMember, Lease], Mapping[str, object]],
) -> None:
    cites = values_in_force(work.session).cited(exchange.cites, exchange.place, work.day)
    for member in exchange.members:
        lease = work.session.get_one(Lease, member.lease_id)
        told = {
            "leaves": units.located(work.session, member.unit_from),
            "gets": units.located(work.session, member.unit_to),
            **facts(member, lease),
        }
        to = whose.recipient_of(work.session, work.keyring, lease)
        letters.send(work, kind, exchange.case, to, told, cites)
