"""Taking the sheet of a bank as a whole: new lines only, matched or put into the queue.

All that came in enters the bank's account of the ledger and the suspense account; what is matched
leaves suspense at once. So the queue and the suspense account hold the same at every moment.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry, hold_head
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.canonical import sha256_hex
from housing.core.errors import BadInput
from housing.core.work import Work
from housing.leases import queries as leases
from housing.leases.models import Lease
from housing.ledger import service as ledger
from housing.ledger.service import NewTransfer
from housing.ledger.words import AccountKind, TransferKind
from housing.payments import queries
from housing.payments.layouts import layout
from housing.payments.matching import Match, is_deposit, known_of, matched
from housing.payments.models import BankAccount, BankLine, BankSheet, Receipt
from housing.payments.reading import Line, Statement, read_statement
from housing.payments.receiving import Payment, take
from housing.payments.tills import Till, tills
from housing.payments.words import Channel, LineFate

A = AccountKind


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a sheet; with `already` nothing was changed, since all of it was known.

    `sheet` is the one that was taken, or the earlier one with the same bytes.
    """

    sheet: BankSheet | None
    already: bool
    added: int
    known: int
    outgoing: int
    matched: int
    receipts: tuple[Receipt, ...] = ()

    @property
    def waiting(self) -> int:
        """How many new lines wait for a person."""
        return self.added - self.matched


def take_sheet(work: Work, account_id: int, name: str, raw: bytes) -> Taken:
    """Take a sheet of one of the county's bank accounts, all its lines or none.

    A line is known by the bank's serial number; known ones are passed over, so that overlapping
    sheets do no harm and a sheet sent twice changes nothing. Basis: HN 26, 29 (HN-26-1, HN-29-1).

    Raises:
        NotAllowed: the actor may not.
        NotFound: no such account in the place.
        BadInput: the sheet cannot be read, or lines are wrong; names row, column, value, remedy.
    """
    work.actor.must(Permission.KEEP_RENT)
    hold_head(work.session, work.place)
    account = queries.bank_account(work.session, work.place, account_id)
    digest = sha256_hex(raw)
    before = queries.sheet_of(work.session, account.id, digest)
    if before is not None:
        return Taken(before, True, 0, before.added + before.known, before.outgoing, 0)
    statement = read_statement(raw, layout(account.layout))
    _must_have_come(statement.lines, work.day)
    known = queries.known_lines(work.session, account.id, {each.serial for each in statement.lines})
    _must_agree(statement.lines, known)
    fresh = [each for each in statement.lines if each.serial not in known]
    if not fresh:
        return Taken(None, True, 0, len(known), statement.outgoing, 0)
    sheet = _sheet(work, account, name, digest, statement, len(known), fresh)
    _into_suspense(work, account, fresh)
    rows = _lines(work, account, sheet, fresh)
    receipts = _match(work, account, fresh, rows)
    sheet.matched = len(receipts)
    work.session.flush()
    after = {
        "sha256": digest,
        "added": sheet.added,
        "known": sheet.known,
        "matched": sheet.matched,
        "fen": sheet.fen,
    }
    work.record(
        Entry(TenancyTag.BANK_SHEET_TAKEN, f"bank_sheet:{sheet.id}", after=after, document=name)
    )
    counts = (sheet.added, sheet.known, sheet.outgoing, sheet.matched)
    return Taken(sheet, False, *counts, tuple(receipts))


def bank_account_of(work: Work, account: BankAccount) -> tuple[int, int]:
    """Return the ids of the ledger's accounts: the bank's own, and what waits there."""
    bank = ledger.account(work, *Till(account.owner).bank).id
    return bank, ledger.account(work, A.SUSPENSE, f"bank:{account.id}").id


def _match(
    work: Work, account: BankAccount, fresh: Sequence[Line], rows: Sequence[BankLine]
) -> list[Receipt]:
    known = known_of(work.session, work.keyring, work.place, fresh)
    found = [matched(each, known, work.keyring.blind) for each in fresh]
    held = leases.of_ids(work.session, {each.lease_id for each in found if each})
    whose = tills(work, held)
    _, suspense = bank_account_of(work, account)
    payments: list[Payment] = []
    sure: list[tuple[BankLine, Match]] = []
    for line, row, match in zip(fresh, rows, found, strict=True):
        # Rent of one owner that was paid to another waits for a person (HN-29-3).
        if match is None or whose[match.lease_id].owner != account.owner:
            continue
        payments.append(payment_of(row, held[match.lease_id], suspense, is_deposit(line)))
        sure.append((row, match))
    if not payments:
        return []
    receipts = take(work, payments)
    for (row, match), receipt in zip(sure, receipts, strict=True):
        row.fate, row.lease_id, row.found_by = LineFate.MATCHED, match.lease_id, match.by
        row.voucher = receipt.voucher
    return receipts


def payment_of(row: BankLine, lease: Lease, suspense: int, deposit: bool) -> Payment:
    """Return a line of a bank as a payment for a lease, out of suspense."""
    return Payment(
        lease=lease,
        fen=row.fen,
        on=row.on,
        channel=Channel.BANK,
        source=suspense,
        reference=f"{row.bank_account_id}:{row.serial}",
        payer=row.payer,
        deposit=deposit,
        bank_line_id=row.id,
    )


def _into_suspense(work: Work, account: BankAccount, fresh: Sequence[Line]) -> None:
    days: dict[date, int] = {}
    for line in fresh:
        days[line.on] = days.get(line.on, 0) + line.fen
    bank, suspense = bank_account_of(work, account)
    moves = [
        NewTransfer(bank, suspense, fen, TransferKind.UNMATCHED, on)
        for on, fen in sorted(days.items())
    ]
    ledger.post_many(work, moves, reason=f"银行流水 {account.bank} {account.number_end}")


def _lines(
    work: Work, account: BankAccount, sheet: BankSheet, fresh: Sequence[Line]
) -> list[BankLine]:
    seal, blind = work.keyring.seal, work.keyring.blind
    rows = [
        BankLine(
            place=account.place,
            bank_account_id=account.id,
            sheet_id=sheet.id,
            row=each.row,
            serial=each.serial,
            on=each.on,
            fen=each.fen,
            payer=each.payer,
            payer_sealed=seal(each.payer_account) if each.payer_account else None,
            payer_index=blind(each.payer_account) if each.payer_account else "",
            virtual_index=blind(each.virtual) if each.virtual else "",
            remark_sealed=seal(each.remark),
            fate=LineFate.WAITING,
            voucher="",
        )
        for each in fresh
    ]
    work.session.add_all(rows)
    work.session.flush()
    return rows


def _sheet(
    work: Work,
    account: BankAccount,
    name: str,
    digest: str,
    statement: Statement,
    known: int,
    fresh: Sequence[Line],
) -> BankSheet:
    made = BankSheet(
        place=account.place,
        bank_account_id=account.id,
        file_name=name[:256],
        sha256=digest,
        added=len(fresh),
        known=known,
        outgoing=statement.outgoing,
        matched=0,
        fen=sum(each.fen for each in fresh),
        taken_by=work.actor.name,
        taken_at=work.now,
    )
    work.session.add(made)
    work.session.flush()
    return made


def _must_have_come(lines: Sequence[Line], today: date) -> None:
    ahead = next((each for each in lines if each.on > today), None)
    if ahead is not None:
        raise BadInput(
            f"第 {ahead.row} 行 日期：{ahead.on} 晚于今天 {today}，没有导入任何一行"
            f" / row {ahead.row}: {ahead.on} lies after today; nothing was taken"
        )


def _must_agree(lines: Sequence[Line], known: Mapping[str, BankLine]) -> None:
    """A serial number that is known must stand for the same money."""
    for each in lines:
        held = known.get(each.serial)
        if held is not None and (held.fen, held.on) != (each.fen, each.on):
            raise BadInput(
                f"第 {each.row} 行 流水号 {each.serial}：此前导入的同号流水是 {held.on}"
                f" {held.fen} 分，现为 {each.on} {each.fen} 分；没有导入任何一行，请向银行核对"
                f" / row {each.row}: this serial was taken before with another day or amount;"
                " nothing was taken, please ask the bank"
            )
