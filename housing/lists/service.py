"""Writing the lists of a round into its folder, and the receipts into a private one."""

import json
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from housing.core.errors import WrongState
from housing.core.files import PRIVATE, write_whole
from housing.core.work import Work
from housing.lists.excel import workbook
from housing.lists.lines import order_listing, results_listing
from housing.lists.listing import Listing
from housing.lists.paper import listing_pdf, typeset
from housing.rounds import queries
from housing.rounds.receipts import shown_code

_ALL = 10**9


def write_lists(
    session: Session,
    round_id: int,
    folder: Path,
    written_at: datetime,
    fonts: Path | None = None,
) -> list[Path]:
    """Write order.xlsx and order.pdf, and once published, results.xlsx and results.pdf.

    Names and numbers are masked. `fonts` is a folder with further fonts for rare characters.

    Raises:
        WrongState: there is no order yet.
        BadInput: a character that no font can show.
    """
    a_round = queries.get(session, round_id)
    _, lines = queries.masked_results(session, round_id, size=_ALL)
    if not lines:
        raise WrongState(f"轮次 {a_round.code} 还没有排序 / round {a_round.code} has no order yet")
    listings = {"order": order_listing(a_round, lines, _draw_keys(session, round_id))}
    if a_round.published_at is not None:
        listings["results"] = results_listing(a_round, lines)
    written: list[Path] = []
    for name, listing in listings.items():
        written += _write(folder / name, listing, written_at, fonts)
    return written


def write_receipts(work: Work, round_id: int, path: Path, fonts: Path | None = None) -> int:
    """Write the receipt slips of all households of the round as a PDF only its owner can read.

    Returns the number of slips. Logged, since the slips carry names and codes.

    Raises:
        NotAllowed: the actor may not see personal data.
        BadInput: a character that no font can show.
    """
    a_round = queries.get(work.session, round_id)
    slips = [
        {
            **{"name": receipt.household.name, "street": receipt.household.street},
            "application": receipt.household.application_number,
            "receipt": shown_code(receipt.code),
        }
        for receipt in queries.receipts(work, round_id)
    ]
    slips.sort(key=lambda slip: (slip["street"], slip["application"]))
    content = {
        **{"title": f"{a_round.code} 回执", "code": a_round.code, "slips": slips},
        "roll_sha256": a_round.roll_sha256,
    }
    write_whole(path, typeset("slips.typ", content, work.now, fonts), PRIVATE)
    return len(slips)


def _write(
    stem: Path, listing: Listing, written_at: datetime, fonts: Path | None
) -> tuple[Path, Path]:
    excel, paper = stem.with_suffix(".xlsx"), stem.with_suffix(".pdf")
    write_whole(excel, workbook(listing, written_at))
    write_whole(paper, listing_pdf(listing, written_at, fonts))
    return excel, paper


def _draw_keys(session: Session, round_id: int) -> dict[str, str]:
    order = json.loads(queries.package_files(session, round_id)["order.json"])
    return {row["id"]: row["priority"][3] for row in order["households"]}
