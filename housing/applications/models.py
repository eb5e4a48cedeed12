"""Tables of applications. Areas are hundredths of m², money is fen (income: a month)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from housing.applications.checks import APPLICATION_CHECKS, DUPLICATE_CHECKS, MEMBER_CHECKS
from housing.applications.states import ApplicationState
from housing.applications.words import (
    AppliesAs,
    Capacity,
    Channel,
    Consent,
    DuplicateDecision,
    DuplicateKind,
    GuardianRelation,
    Marital,
    Relation,
)
from housing.core.cases import CaseRef
from housing.core.db.base import Base
from housing.core.db.types import UtcDateTime, stored_words
from housing.households.words import Assistance, Group, Rescue

_INDEX = String(64)


class Application(Base):
    """One application (申请). A fact is NULL until somebody has declared it.

    `address` is where the applicant's household is registered (户籍地址) and `street` its street
    or town; `residence_address` where the family lives; `work_street` where the applicant works.
    `draft_sealed` holds what was typed and could not be read yet, by step.
    """

    __tablename__ = "applications"
    __table_args__ = (
        UniqueConstraint("place", "number"),
        UniqueConstraint("opened_by", "opening_key"),
        *(CheckConstraint(words, name=name) for name, words in APPLICATION_CHECKS.items()),
        Index(None, "place", "state", "id"),
        Index(None, "place", "street_office_id", "state", "id"),
        Index(None, "place", "community_office_id", "state", "id"),
        Index(None, "place", "park_office_id", "state", "id"),
        Index(None, "employer_office_id", "id"),
        Index(None, "account", "id"),
        *(Index(None, "place", f"{name}_index") for name in ("phone", "phone_tail")),
        Index(None, "place", "residence_address"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    number: Mapped[str | None] = mapped_column(String(32), nullable=True)
    group: Mapped[Group] = mapped_column("applicant_group", stored_words(Group))
    channel: Mapped[Channel] = mapped_column(stored_words(Channel))
    state: Mapped[ApplicationState] = mapped_column(stored_words(ApplicationState))
    version: Mapped[int] = mapped_column(Integer)

    street_office_id: Mapped[int | None] = mapped_column(Integer, nullable=True)
    community_office_id: Mapped[int | None] = mapped_column(Integer, nullable=True)
    park_office_id: Mapped[int | None] = mapped_column(Integer, nullable=True)
    employer_office_id: Mapped[int | None] = mapped_column(Integer, nullable=True)
    collective_id: Mapped[int | None] = mapped_column(
        ForeignKey("collectives.id"), index=True, nullable=True
    )
    account: Mapped[str | None] = mapped_column(String(64), nullable=True)
    opened_by: Mapped[str] = mapped_column(String(64))
    opening_key: Mapped[str | None] = mapped_column(String(64), nullable=True)
    submission_key: Mapped[str | None] = mapped_column(String(64), nullable=True)
    draft_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, nullable=True)

    applies_as: Mapped[AppliesAs | None] = mapped_column(stored_words(AppliesAs), nullable=True)
    guardian_name: Mapped[str] = mapped_column(String(64), default="")
    guardian_relation: Mapped[GuardianRelation | None] = mapped_column(
        stored_words(GuardianRelation), nullable=True
    )
    guardian_document_kind: Mapped[str] = mapped_column(String(32), default="")
    guardian_birth_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    guardian_identity_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, nullable=True)
    guardian_identity_index: Mapped[str | None] = mapped_column(_INDEX, nullable=True)

    address: Mapped[str] = mapped_column(String(256), default="")
    residence_address: Mapped[str] = mapped_column(String(256), default="")
    street: Mapped[str] = mapped_column(String(64), default="")
    present_area: Mapped[int | None] = mapped_column(Integer, nullable=True)
    owned_area: Mapped[int | None] = mapped_column(Integer, nullable=True)
    dwellings: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    disposals: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    policy_housing: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    income_fen: Mapped[int | None] = mapped_column(BigInteger, nullable=True)
    assets_fen: Mapped[int | None] = mapped_column(BigInteger, nullable=True)
    vehicles: Mapped[list[int]] = mapped_column(JSON, default=list)
    insurance_months: Mapped[list[str]] = mapped_column(JSON, default=list)
    employer_name: Mapped[str] = mapped_column(String(128), default="")
    employed_since: Mapped[date | None] = mapped_column(Date, nullable=True)
    work_address: Mapped[str] = mapped_column(String(256), default="")
    work_street: Mapped[str] = mapped_column(String(64), default="")
    graduated_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    rescue: Mapped[Rescue] = mapped_column(stored_words(Rescue), default=Rescue.NONE)
    priority_groups: Mapped[list[str]] = mapped_column(JSON, default=list)
    needs_accessible: Mapped[bool] = mapped_column(Boolean, default=False)
    assistance: Mapped[Assistance | None] = mapped_column(stored_words(Assistance), nullable=True)
    phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, nullable=True)
    phone_index: Mapped[str | None] = mapped_column(_INDEX, nullable=True)
    phone_tail_index: Mapped[str | None] = mapped_column(_INDEX, nullable=True)
    email_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, nullable=True)

    # An UPDATE finds no row when somebody else has raised the version in the meantime.
    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}  # noqa: RUF012

    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    accepted_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    registered_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    closed_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    previous_id: Mapped[int | None] = mapped_column(Integer, index=True, nullable=True)
    missing: Mapped[dict[str, Any] | None] = mapped_column(JSON, nullable=True)
    assessment: Mapped[dict[str, Any] | None] = mapped_column(JSON, nullable=True)
    refusal_reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)

    members: Mapped[list["Member"]] = relationship(
        order_by="Member.position", lazy="selectin", cascade="all, delete-orphan"
    )

    @property
    def case(self) -> CaseRef:
        """The case as other features name it."""
        return CaseRef("application", self.id, self.place, self.number or f"draft-{self.id}")

    @property
    def applicant(self) -> "Member | None":
        """The member who applies; None while a draft has not named one."""
        return next((member for member in self.members if member.is_applicant), None)


class Member(Base):
    """One person of the applying family. `live`: the application is open or its entry waits."""

    __tablename__ = "application_members"
    __table_args__ = (
        UniqueConstraint("application_id", "position"),
        *(CheckConstraint(words, name=name) for name, words in MEMBER_CHECKS.items()),
        Index(
            "uq_application_members_one_live",
            "identity_index",
            unique=True,
            sqlite_where=text("live"),
            postgresql_where=text("live"),
        ),
        Index(
            "uq_application_members_one_applicant",
            "application_id",
            unique=True,
            sqlite_where=text("is_applicant"),
            postgresql_where=text("is_applicant"),
        ),
        *(Index(None, f"{name}_index") for name in ("identity", "identity_tail", "phone")),
        Index(None, "name"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    position: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(String(64))
    relation: Mapped[Relation] = mapped_column(stored_words(Relation))
    document_kind: Mapped[str] = mapped_column(String(32))
    identity_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    identity_index: Mapped[str] = mapped_column(_INDEX)
    identity_tail_index: Mapped[str] = mapped_column(_INDEX)
    birth_on: Mapped[date] = mapped_column(Date)
    marital: Mapped[Marital] = mapped_column(stored_words(Marital))
    capacity: Mapped[Capacity] = mapped_column(stored_words(Capacity))
    is_applicant: Mapped[bool] = mapped_column(Boolean)
    income_fen: Mapped[int | None] = mapped_column(BigInteger, nullable=True)
    employer: Mapped[str] = mapped_column(String(128), default="")
    phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, nullable=True)
    phone_index: Mapped[str | None] = mapped_column(_INDEX, nullable=True)
    consent: Mapped[Consent] = mapped_column(stored_words(Consent), default=Consent.NONE)
    consented_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    consented_by: Mapped[str] = mapped_column(String(64), default="")
    consent_document_id: Mapped[int | None] = mapped_column(Integer, nullable=True)
    consent_paper: Mapped[str] = mapped_column(String(64), default="")
    live: Mapped[bool] = mapped_column(Boolean, default=False)


class DuplicateFinding(Base):
    """Two applications that overlap; `pair` names the two families, so that an answer lasts."""

    __tablename__ = "application_duplicates"
    __table_args__ = (
        UniqueConstraint("application_id", "other_id", "kind"),
        *(CheckConstraint(words, name=name) for name, words in DUPLICATE_CHECKS.items()),
        Index(None, "pair", "kind"),
        Index(None, "other_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    kind: Mapped[DuplicateKind] = mapped_column(stored_words(DuplicateKind))
    pair: Mapped[str] = mapped_column(_INDEX)
    reason: Mapped[str] = mapped_column(Text)
    found_at: Mapped[datetime] = mapped_column(UtcDateTime)
    resolved_by: Mapped[str | None] = mapped_column(String(64), nullable=True)
    resolved_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    decision: Mapped[DuplicateDecision | None] = mapped_column(
        stored_words(DuplicateDecision), nullable=True
    )
    note: Mapped[str] = mapped_column(Text, default="")


class TruthStatement(Base):
    """What the applicant stated to be true, with the hashes of the papers; never changed.

    Basis: HN 14 (HN-14-2).
    """

    __tablename__ = "application_statements"
    __table_args__ = (
        UniqueConstraint("application_id", "version"),
        CheckConstraint("length(statement) > 0", name="statement_given"),
        CheckConstraint("length(facts_sha256) = 64", name="facts_sha256"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    version: Mapped[int] = mapped_column(Integer)
    statement: Mapped[str] = mapped_column(Text)
    signed_by: Mapped[str] = mapped_column(String(64))
    signed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    facts_sha256: Mapped[str] = mapped_column(String(64))
    documents: Mapped[list[list[Any]]] = mapped_column(JSON)


class Collective(Base):
    """A sheet by which an employer applies for its staff; a refused one keeps its findings.

    `office_id`: the street of the workplace or the park. Basis: HN 13 (HN-13-2, HN-13-4).
    """

    __tablename__ = "collectives"
    __table_args__ = (
        CheckConstraint("length(sha256) = 64", name="sha256"),
        CheckConstraint("rows >= 0 AND (filed_at IS NULL OR rows >= 1)", name="rows_if_filed"),
        Index(
            "uq_collectives_filed_once",
            "place",
            "employer_office_id",
            "sha256",
            unique=True,
            sqlite_where=text("filed_at IS NOT NULL"),
            postgresql_where=text("filed_at IS NOT NULL"),
        ),
        Index(None, "employer_office_id", "id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    employer_office_id: Mapped[int] = mapped_column(Integer)
    office_id: Mapped[int | None] = mapped_column(Integer, nullable=True)
    park: Mapped[bool] = mapped_column(Boolean)
    name: Mapped[str] = mapped_column(String(256))
    sha256: Mapped[str] = mapped_column(String(64))
    rows: Mapped[int] = mapped_column(Integer)
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    sent_by: Mapped[str] = mapped_column(String(64))
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    filed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)

    @property
    def case(self) -> CaseRef:
        """The sheet as a case; its papers count for each of its applications."""
        return CaseRef("collective", self.id, self.place, f"collective-{self.id}")


class ApplicationCount(Base):
    """The last number that a county gave in a year."""

    __tablename__ = "application_counts"

    place: Mapped[str] = mapped_column(String(12), primary_key=True)
    year: Mapped[int] = mapped_column(Integer, primary_key=True)
    last: Mapped[int] = mapped_column(Integer)
