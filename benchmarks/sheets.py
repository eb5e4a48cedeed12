"""How long the import of a county's two sheets takes, beside what one would pick else.

Run `python -m benchmarks.sheets [--households 3000]`; writes `results/sheets.json`. Ours reads,
checks every cell and row, looks for the same people on file, seals numbers and phones, and writes
the register, all in one act. Beside it pandas reads the same files as text and appends them to
tables, without any check. Both begin with an empty SQLite database; the runs take turns.
"""

import io
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import click
import sqlalchemy as sa

from benchmarks import machine
from housing.core.access.actor import Actor
from housing.core.access.permissions import Role
from housing.core.clock import standing_clock
from housing.core.db.migrate import upgrade
from housing.core.db.session import open_database
from housing.core.keyring import open_keyring
from housing.core.work import working
from housing.demo.sample import make_sample
from housing.imports.columns import SheetKind
from housing.imports.service import import_sheets
from housing.imports.sheet import SheetFile

RESULTS = Path(__file__).parent / "results" / "sheets.json"
MOMENT = datetime(2026, 9, 1, 1, tzinfo=UTC)
PLACE = "430199"
Files = dict[SheetKind, bytes]


def sheets(households: int) -> dict[str, Files]:
    """Return the same two sheets as CSV and as workbooks."""
    import pandas

    sample = make_sample(date(2026, 9, 1), households)
    texts = {
        SheetKind.HOUSEHOLDS: sample.households_csv(),
        SheetKind.UNITS: sample.units_csv(),
    }
    books: Files = {}
    for kind, raw in texts.items():
        held = io.BytesIO()
        pandas.read_csv(io.BytesIO(raw), dtype=str).to_excel(held, index=False, engine="xlsxwriter")
        books[kind] = held.getvalue()
    return {"csv": texts, "xlsx": books}


def own(files: Files, ending: str, folder: Path) -> int:
    """Import with every check; return how many rows were taken."""
    database = open_database(f"sqlite:///{folder / 'own.db'}")
    upgrade(database.engine)
    keyring = open_keyring(folder / "keys")
    actor = Actor("zhongxin", Role.CENTRE, PLACE)
    sent = [SheetFile(kind, f"{kind.value}.{ending}", raw) for kind, raw in files.items()]
    begun = time.perf_counter()
    with working(database.acts, actor, standing_clock(MOMENT), keyring) as work:
        outcome = import_sheets(work, sent)
    _spent.append(time.perf_counter() - begun)
    database.engine.dispose()
    if not outcome.is_taken:
        raise SystemExit(f"the sample has faults: {outcome.faults[:3]}")
    return sum(each.rows for each in outcome.imports)


def pandas_append(engine_name: str) -> Callable[[Files, str, Path], int]:
    """Return the peer: read as text, append to tables; nothing is checked or sealed."""

    def run(files: Files, ending: str, folder: Path) -> int:
        import pandas

        engine = sa.create_engine(f"sqlite:///{folder / 'peer.db'}")
        rows = 0
        begun = time.perf_counter()
        for kind, raw in files.items():
            held = io.BytesIO(raw)
            frame = (
                pandas.read_csv(held, dtype=str)
                if ending == "csv"
                else pandas.read_excel(held, dtype=str, engine=engine_name)
            )
            rows += frame.to_sql(kind.value, engine, if_exists="append", index=False) or 0
        _spent.append(time.perf_counter() - begun)
        engine.dispose()
        return rows

    return run


#: What the last runs took; a way notes its own time, so that making databases does not count.
_spent: list[float] = []
WAYS = {
    "own": own,
    "pandas (openpyxl), unchecked": pandas_append("openpyxl"),
    "pandas (calamine), unchecked": pandas_append("calamine"),
}


@click.command()
@click.option("--households", default=3000, show_default=True)
@click.option("--repeats", default=5, show_default=True)
def main(households: int, repeats: int) -> None:
    """Measure and write the result."""
    rows = []
    for ending, files in sheets(households).items():
        seconds: dict[str, list[float]] = {name: [] for name in WAYS}
        taken = set()
        for _ in range(repeats):
            for name, way in WAYS.items():
                with tempfile.TemporaryDirectory() as folder:
                    taken.add(way(files, ending, Path(folder)))
                seconds[name].append(_spent.pop())
        if len(taken) != 1:
            raise SystemExit(f"the ways took different numbers of rows: {taken}")
        middle = {name: statistics.median(each) for name, each in seconds.items()}
        for name, each in middle.items():
            rows.append(
                {
                    "file": ending,
                    "way": name,
                    "rows": taken.copy().pop(),
                    "seconds": round(each, 3),
                    "own_over_this": round(middle["own"] / each, 2),
                }
            )
    told = {
        "command": f"python -m benchmarks.sheets --households {households} --repeats {repeats}",
        "measured_at": datetime.now(UTC).isoformat(timespec="minutes"),
        "machine": machine.facts(),
        "rows": rows,
    }
    RESULTS.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    click.echo(json.dumps(rows, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
