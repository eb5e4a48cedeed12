"""Making a court file: bound from its parts, and written into the register of its case."""

from collections.abc import Sequence
from pathlib import Path

from housing.core.audit.record import Entry
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.canonical import sha256_hex
from housing.core.cases import CaseRef
from housing.core.work import Work
from housing.court_files.binding import bundle
from housing.court_files.parts import Cover, Part


def make(
    work: Work, case: CaseRef, cover: Cover, parts: Sequence[Part], fonts: Path | None = None
) -> bytes:
    """Return the court file of a case; whoever took it out stands in the register with its hash.

    The caller decides who may. Basis: HN 33 (HN-33-8), HN 34 (HN-34-3).

    Raises:
        BadInput: see `binding.bundle`.
    """
    made = bundle(cover, parts, fonts)
    after = {"sha256": sha256_hex(made), "parts": len(parts)}
    work.record(Entry(TenancyTag.COURT_FILE_MADE, case.subject, None, after), case.place)
    return made
