"""The money of sales in the ledger: what is owed, paid, settled, paid back and used."""

from collections.abc import Sequence

from housing.core.work import Work
from housing.ledger import service as ledger
from housing.ledger.service import NewTransfer
from housing.ledger.words import AccountKind, TransferKind, owner_ref
from housing.sales.models import Sale

K, T = AccountKind, TransferKind


def ref_of(sale: Sale) -> str:
    """Return the `ref` of the accounts of a sale."""
    return f"sale:{sale.id}"


def charge(work: Work, sale: Sale, fen: int) -> None:
    """The buyer owes the price from the contract on."""
    _post(work, sale, [(K.SALE_DUE, ref_of(sale), K.SALE_PROCEEDS, "", fen, T.SALE_PRICE)])


def receive(work: Work, sale: Sale, fen: int, reference: str) -> None:
    """Money for a dwelling arrives on the special account. Basis: HZS 19 (HZS-19-1)."""
    lines = [(K.SALE_ACCOUNT, "", K.SALE_DUE, ref_of(sale), fen, T.SALE_PAYMENT)]
    _post(work, sale, lines, note=reference)


def pass_on(work: Work, sale: Sale, owner: str, fen: int) -> None:
    """The part of a jointly or privately built dwelling's price that is its owner's own.

    Basis: HZS 20 (HZS-20-2).
    """
    if fen:
        lines = [(K.OWNER_BANK, owner_ref(owner), K.SALE_ACCOUNT, "", fen, T.SALE_PAYMENT)]
        _post(work, sale, lines)


def rescind(work: Work, sale: Sale, paid: int, owed: int, document: str) -> None:
    """A contract is undone: nothing is owed any more, and what was paid goes back."""
    ref = ref_of(sale)
    lines = [
        (K.SALE_PROCEEDS, "", K.SALE_DUE, ref, owed, T.SALE_REFUND),
        (K.SALE_PROCEEDS, "", K.SALE_PAYABLE, ref, paid, T.SALE_REFUND),
        (K.SALE_PAYABLE, ref, K.SALE_ACCOUNT, "", paid, T.SALE_REFUND),
    ]
    _post(work, sale, lines, document=document)


def pay_back(work: Work, sale: Sale, fen: int, document: str) -> None:
    """The government pays for a dwelling that it buys or takes back.

    Out of its budget: buying back is none of the uses of the special account.
    Basis: HZS 19 (HZS-19-2), HZS 22 (HZS-22-2), HZS 23 (HZS-23-4).
    """
    ref = ref_of(sale)
    lines = [
        (K.SALE_PROCEEDS, "", K.SALE_PAYABLE, ref, fen, T.SALE_REFUND),
        (K.SALE_PAYABLE, ref, K.SPENDING, "", fen, T.SALE_REFUND),
    ]
    _post(work, sale, lines, document=document)


def take_land_payment(work: Work, sale: Sale, fen: int, document: str) -> None:
    """The government's share of the difference in price of a resale. Basis: HZS 22 (HZS-22-3)."""
    lines = [(K.SALE_ACCOUNT, "", K.SALE_PROCEEDS, "", fen, T.SALE_PAYMENT)]
    _post(work, sale, lines, document=document)


def spend(work: Work, purpose: str, fen: int, document: str, note: str) -> None:
    """Money of the special account is used for one of its purposes. Basis: HZS 19 (HZS-19-2)."""
    used = ledger.account(work, K.SALE_USE, purpose)
    held = ledger.account(work, K.SALE_ACCOUNT)
    moved = NewTransfer(
        debit_id=used.id,
        credit_id=held.id,
        fen=fen,
        kind=T.SALE_SPENT,
        on=work.day,
        note=note,
        document=document,
    )
    ledger.post(work, [moved])


Line = tuple[AccountKind, str, AccountKind, str, int, TransferKind]


def _post(
    work: Work, sale: Sale, lines: Sequence[Line], *, note: str = "", document: str = ""
) -> None:
    moved = [
        NewTransfer(
            debit_id=ledger.account(work, into, into_ref, sale.place).id,
            credit_id=ledger.account(work, out_of, out_ref, sale.place).id,
            fen=fen,
            kind=kind,
            on=work.day,
            note=note or sale.number,
            document=document,
        )
        for into, into_ref, out_of, out_ref, fen, kind in lines
        if fen > 0
    ]
    if moved:
        ledger.post(work, moved, place=sale.place)
