"""Who took a court file out stands in the register of its case."""

from housing.core.audit.record import Entry
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.canonical import sha256_hex
from housing.core.work import Work
from housing.court_files.parts import Gathered


def note(work: Work, found: Gathered, made: bytes) -> None:
    """Write into the register that a court file was taken out, with its hash.

    The caller decides who may. Basis: HN 33 (HN-33-8), HN 34 (HN-34-3).
    """
    after = {"sha256": sha256_hex(made), "parts": len(found.parts)}
    work.record(
        Entry(TenancyTag.COURT_FILE_MADE, found.case.subject, None, after), found.case.place
    )
