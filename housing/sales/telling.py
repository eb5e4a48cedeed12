"""Letters about a sale, to the buyer's account, phone or on paper."""

from collections.abc import Mapping, Sequence

from housing.core.work import Work
from housing.letters import service as letters
from housing.letters.kinds import LetterKind
from housing.letters.service import Recipient
from housing.policies.queries import book as values_in_force
from housing.sales.models import Sale


def tell(
    work: Work, sale: Sale, kind: LetterKind, facts: Mapping[str, object], rules: Sequence[str]
) -> None:
    """Write to the buyer; the letter cites what the place cites for `rules`."""
    phone = work.keyring.unseal(sale.phone_sealed) if sale.phone_sealed else ""
    to = Recipient(sale.buyer, phone=phone, account=sale.account)
    cites = values_in_force(work.session).cited(rules, sale.place, work.day)
    told = {"address": address_of(sale), **facts}
    letters.send(work, kind, sale.case, to, told, cites)


def address_of(sale: Sale) -> str:
    """Return the dwelling as letters name it."""
    return f"{sale.location}{sale.room}"
