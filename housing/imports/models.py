"""Tables of sheets that were sent: reports with their findings, rows set aside, sheets taken."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from housing.core.db.base import Base
from housing.core.db.types import UtcDateTime, stored_words
from housing.imports.columns import SheetKind
from housing.imports.states import ReportState


class ImportReport(Base):
    """One upload of one or both sheets, with everything found in it; kept also when refused."""

    __tablename__ = "import_reports"
    __table_args__ = (
        CheckConstraint("faults >= 0 AND notices >= 0", name="counts_not_negative"),
        CheckConstraint("state IN ('open', 'taken', 'discarded')", name="state_known"),
        CheckConstraint("state <> 'taken' OR faults = 0", name="no_fault_if_taken"),
        Index(None, "place", "state"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    day: Mapped[date] = mapped_column(Date)
    state: Mapped[ReportState] = mapped_column(stored_words(ReportState))
    faults: Mapped[int] = mapped_column(Integer)
    notices: Mapped[int] = mapped_column(Integer)
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_by: Mapped[str] = mapped_column(String(64))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)

    files: Mapped[list["ImportFile"]] = relationship(
        order_by="ImportFile.kind", lazy="selectin", cascade="all"
    )
    set_aside: Mapped[list["RowSetAside"]] = relationship(
        order_by="RowSetAside.kind, RowSetAside.row", lazy="selectin", cascade="all"
    )


class ImportFile(Base):
    """One file of a report; its bytes are sealed, and dropped when the report is closed."""

    __tablename__ = "import_files"
    __table_args__ = (CheckConstraint("length(sha256) = 64", name="sha256"),)

    report_id: Mapped[int] = mapped_column(ForeignKey("import_reports.id"), primary_key=True)
    kind: Mapped[SheetKind] = mapped_column(stored_words(SheetKind), primary_key=True)
    name: Mapped[str] = mapped_column(String(256))
    sha256: Mapped[str] = mapped_column(String(64))
    rows: Mapped[int] = mapped_column(Integer)
    new: Mapped[int] = mapped_column(Integer)
    changed: Mapped[int] = mapped_column(Integer)
    unchanged: Mapped[int] = mapped_column(Integer)
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary, nullable=True)


class RowSetAside(Base):
    """A row that a person left out, with the reason; its cells are kept sealed."""

    __tablename__ = "import_rows_set_aside"
    __table_args__ = (
        ForeignKeyConstraint(
            ["report_id", "kind"], ["import_files.report_id", "import_files.kind"]
        ),
        CheckConstraint("length(reason) > 0", name="reason_given"),
    )

    report_id: Mapped[int] = mapped_column(ForeignKey("import_reports.id"), primary_key=True)
    kind: Mapped[SheetKind] = mapped_column(stored_words(SheetKind), primary_key=True)
    row: Mapped[int] = mapped_column(Integer, primary_key=True)
    reason: Mapped[str] = mapped_column(Text)
    cells_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    set_aside_by: Mapped[str] = mapped_column(String(64))
    set_aside_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SheetImport(Base):
    """A sheet that was taken as a whole, and what it changed."""

    __tablename__ = "sheet_imports"
    __table_args__ = (
        CheckConstraint("length(sha256) = 64", name="sha256"),
        Index(None, "place", "kind"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("import_reports.id"), index=True)
    place: Mapped[str] = mapped_column(String(12))
    kind: Mapped[SheetKind] = mapped_column(stored_words(SheetKind))
    file_name: Mapped[str] = mapped_column(String(256))
    sha256: Mapped[str] = mapped_column(String(64))
    rows: Mapped[int] = mapped_column(Integer)
    new: Mapped[int] = mapped_column(Integer)
    changed: Mapped[int] = mapped_column(Integer)
    unchanged: Mapped[int] = mapped_column(Integer)
    set_aside: Mapped[int] = mapped_column(Integer)
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)
    taken_by: Mapped[str] = mapped_column(String(64))
