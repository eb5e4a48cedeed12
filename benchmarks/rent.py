"""The monthly charge of 200,000 leases, beside charging them one by one.

Both charge rent, reductions and fees of one file, under the same triggers of the database: ours
the whole first month through `rents.charging`, the plain way a sample of the second month, each
lease by objects of its own and in a transaction of its own. What both charge a lease must agree.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks import machine
from benchmarks.rented import BEGUN, FIRST, MOMENT, PLACE, REDUCED, fill
from housing.core.clock import standing_clock
from housing.core.db.migrate import upgrade
from housing.core.db.session import Database, open_database
from housing.core.keyring import open_keyring
from housing.leases.models import Lease, RentTerm
from housing.ledger import queries as ledger
from housing.ledger.models import Account, Transfer
from housing.ledger.words import AccountKind, TransferKind, lease_ref
from housing.rent_standards.rules import times
from housing.rents.charging import charge_month
from housing.rents.models import EstateFee, Reduction
from housing.rents.months import Span, reckon, taken_off
from housing.units.models import Unit

RESULTS = Path(__file__).parent / "results" / "rent.json"
OURS, PLAIN = "2026-08", "2026-09"
Told = dict[str, Any]


def one_by_one(database: Database, count: int, sample: int) -> float:
    """Charge `sample` leases as one would write it first; return the seconds it took."""
    begun = time.perf_counter()
    for number in _sampled(count, sample):
        with database.acts() as session, session.begin():
            _charge(session, session.get_one(Lease, number))
    return time.perf_counter() - begun


def _sampled(count: int, sample: int) -> range:
    """Every so many-th lease, so that reduced ones and those begun in August come as in all."""
    step = max(1, count // sample)
    while math.gcd(step, REDUCED * BEGUN) > 1:
        step += 1
    return range(1, count + 1, step)


def _charge(session: Session, lease: Lease) -> None:
    terms = session.scalars(select(RentTerm).where(RentTerm.lease_id == lease.id)).all()
    unit = session.get_one(Unit, lease.unit_id)
    fee = session.get_one(EstateFee, (PLACE, unit.project_code, FIRST))
    spans = [Span(term.from_on, term.to_on, term.monthly_fen) for term in terms]
    rent = reckon(PLAIN, spans, lease.starts_on, lease.ended_on)
    services = reckon(
        PLAIN, [Span(FIRST, None, times(unit.area, fee.fen_per_m2))], lease.starts_on, None
    )
    due = _account(session, AccountKind.RENT_DUE, lease_ref(lease.id))
    income = _account(session, AccountKind.RENT_INCOME, "")
    fee_due = _account(session, AccountKind.FEE_DUE, lease_ref(lease.id))
    fee_income = _account(session, AccountKind.FEE_INCOME, "project:P01")
    session.add(_transfer(lease, due, income, rent.fen, TransferKind.RENT_CHARGE))
    for each in session.scalars(
        select(Reduction).where(
            Reduction.lease_id == lease.id,
            Reduction.from_month <= PLAIN,
            Reduction.until_month >= PLAIN,
        )
    ):
        off = taken_off(rent.fen, each.percent or 0)
        session.add(_transfer(lease, income, due, off, TransferKind.RENT_REDUCTION))
    session.add(_transfer(lease, fee_due, fee_income, services.fen, TransferKind.FEE_CHARGE))


def _account(session: Session, kind: AccountKind, ref: str) -> Account:
    found = session.scalars(
        select(Account).where(Account.place == PLACE, Account.kind == kind, Account.ref == ref)
    ).one_or_none()
    if found is None:
        found = Account(place=PLACE, kind=kind, ref=ref)
        session.add(found)
        session.flush()
    return found


def _transfer(
    lease: Lease, debit: Account, credit: Account, fen: int, kind: TransferKind
) -> Transfer:
    return Transfer(
        place=PLACE,
        on=date(2026, 9, 1),
        debit_id=debit.id,
        credit_id=credit.id,
        fen=fen,
        kind=kind,
        voucher="plain",
        lease_id=lease.id,
        period=PLAIN,
        made_by="plain",
        made_at=MOMENT,
    )


def agree(database: Database, count: int, sample: int) -> int:
    """Return of how many sampled leases both ways charged the same; months of whole leases."""
    wanted = [number for number in _sampled(count, sample) if number % BEGUN]
    same = 0
    with database.reads() as session:
        for number in wanted:
            rows = session.execute(
                select(Transfer.period, Transfer.kind, Transfer.fen).where(
                    Transfer.lease_id == number
                )
            )
            held: dict[str | None, set[tuple[TransferKind, int]]] = {}
            for period, kind, fen in rows:
                held.setdefault(period, set()).add((kind, fen))
            same += held.get(OURS) == held.get(PLAIN) is not None
        if ledger.trial_balance(session, PLACE).difference:
            raise RuntimeError("the books do not balance")
    if same != len(wanted):
        raise RuntimeError(f"{len(wanted) - same} of {len(wanted)} leases were charged differently")
    return same


def measure(folder: Path, count: int, sample: int) -> Told:
    """Return seconds of both ways on one SQLite file, and what that is for each lease."""
    database = open_database(f"sqlite:///{folder}/rent.db")
    upgrade(database.engine)
    fill(database, count)
    keyring, clock = open_keyring(folder / "keys"), standing_clock(MOMENT)
    begun, worked = time.perf_counter(), time.process_time()
    charged = charge_month(database, keyring, clock, PLACE, OURS)
    ours, processor = time.perf_counter() - begun, time.process_time() - worked
    begun = time.perf_counter()
    again = charge_month(database, keyring, clock, PLACE, OURS)
    second = time.perf_counter() - begun
    worked = time.process_time()
    plain = one_by_one(database, count, sample)
    plain_processor = time.process_time() - worked
    sampled = len(_sampled(count, sample))
    told = {
        "leases": charged.leases,
        "seconds": round(ours, 1),
        "processor_seconds": round(processor, 1),
        "again_seconds": round(second, 1),
        "again_leases": again.leases,
        "sample": sampled,
        "plain_seconds_of_sample": round(plain, 1),
        "microseconds_a_lease": round(ours / charged.leases * 1e6),
        "plain_microseconds_a_lease": round(plain / sampled * 1e6),
        "ratio": round(plain / sampled / (ours / charged.leases), 1),
        "processor_ratio": round(plain_processor / sampled / (processor / charged.leases), 1),
        "agreed": agree(database, count, sample),
    }
    database.engine.dispose()
    return told


def main() -> int:
    """Measure and write results/rent.json."""
    reader = argparse.ArgumentParser(prog="python -m benchmarks.rent", description=__doc__)
    reader.add_argument("--leases", type=int, default=200_000)
    reader.add_argument("--sample", type=int, default=2_000)
    reader.add_argument("--keep", action="store_true", help="write results/rent.json")
    given = reader.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        told = measure(Path(folder), given.leases, given.sample)
    print(json.dumps(told))
    if given.keep:
        whole = {
            "command": f"python -m benchmarks.rent --leases {given.leases}",
            "measured_at": datetime.now(UTC).isoformat(timespec="minutes"),
            "machine": machine.facts(),
            **told,
        }
        RESULTS.write_text(json.dumps(whole, indent=1, ensure_ascii=False) + os.linesep, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
