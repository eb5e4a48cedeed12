"""Tables of leases, who lives there, what rent holds from when, and the state of the flat.

Money is fen, a rent fen a month; the last day of a lease is part of it.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    TextClause,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from housing.applications.words import Relation
from housing.core.cases import CaseRef
from housing.core.db.base import Base
from housing.core.db.types import UtcDateTime, stored_words
from housing.households.words import Group
from housing.leases.states import BINDING, OVER, LeaseState
from housing.leases.words import ConditionPurpose, Ending, LeaseKind, RentBasis, SigningWay

IS_ACTIVE, NOT_VOID = text("state = 'active'"), text("state <> 'void'")
UNFILED = text("filed_on IS NULL")
IS_BINDING = text("state IN (" + ", ".join(f"'{each.value}'" for each in BINDING) + ")")
_OVER = ", ".join(f"'{each.value}'" for each in OVER)
_STATES = ", ".join(f"'{each.value}'" for each in LeaseState)
#: One unit, or one household, as a range: PostgreSQL compares ranges without an extension.
_DAYS = text("daterange(starts_on, COALESCE(ended_on, ends_on), '[]')")


def _alone(table: str, column: str, days: TextClause, **where: TextClause) -> ExcludeConstraint:
    """No two rows may share a day of one unit, household or lease (a trigger on SQLite)."""
    alone = ExcludeConstraint(
        (text(f"int8range({column}, {column}, '[]')"), "&&"),
        (days, "&&"),
        using="gist",
        name=f"ex_{table}_{column}",
        **where,
    )
    return alone.ddl_if(dialect="postgresql")


def _partial(name: str, *columns: str, where: TextClause, unique: bool = True) -> Index:
    return Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)


class Lease(Base):
    """One lease of one unit by one household (租赁合同).

    `ends_on` is the last day agreed, `ended_on` the last day it ran. `clauses` are the items of
    the contract as they are printed, `contract_sha256` the hash of the PDF that was signed.
    A lease that runs past `ends_on` without a decision stays active. Basis: HN 24 (HN-24-3,
    HN-24-4).
    """

    __tablename__ = "leases"
    __table_args__ = (
        UniqueConstraint("number"),
        _partial("uq_leases_offer", "offer_id", where=NOT_VOID),
        CheckConstraint(f"state IN ({_STATES})", name="state_known"),
        CheckConstraint("kind IN ('first', 'renewal', 'exchange', 'carried')", name="kind_known"),
        CheckConstraint("ends_on >= starts_on", name="days_in_order"),
        CheckConstraint(
            "ends_on <= date(starts_on, '+5 years', '-1 day')", name="term_at_most"
        ).ddl_if(dialect="sqlite"),
        CheckConstraint(
            "ends_on <= starts_on + interval '5 years' - interval '1 day'", name="term_at_most"
        ).ddl_if(dialect="postgresql"),
        CheckConstraint("deposit_fen >= 0", name="deposit_not_negative"),
        CheckConstraint(
            "(kind IN ('renewal', 'exchange')) = (previous_id IS NOT NULL)",
            name="successor_of_one",
        ),
        CheckConstraint(
            "state IN ('drafted', 'void') OR (signed_on IS NOT NULL"
            " AND (length(contract_sha256) = 64 OR kind = 'carried')"
            " AND contract_document <> '')",
            name="signed_with_contract",
        ),
        CheckConstraint(
            f"(state IN ({_OVER})) = (ended_on IS NOT NULL)"
            " AND (ended_on IS NULL) = (end_reason = '')"
            " AND (state = 'ended') = (ending IS NOT NULL)",
            name="ended_with_reason",
        ),
        CheckConstraint("state <> 'ended' OR ended_on >= starts_on", name="ended_after_start"),
        CheckConstraint(
            "keys_on IS NULL OR (state IN ('active', 'ended')"
            " AND (kind = 'carried' OR keys_on >= signed_on))",
            name="keys_after_signing",
        ),
        CheckConstraint(
            "state NOT IN ('active', 'ended') OR kind <> 'first' OR keys_on IS NOT NULL",
            name="begun_with_keys",
        ),
        CheckConstraint(
            "(filed_on IS NULL) = (filing_number = '') AND (filed_on IS NULL) = (filed_by = '')"
            " AND (filed_on IS NULL OR (signed_on IS NOT NULL AND filed_on >= signed_on))",
            name="filed_whole",
        ),
        _partial("uq_leases_unit_id_active", "unit_id", where=IS_ACTIVE),
        _partial("uq_leases_household_id_active", "household_id", where=IS_ACTIVE),
        _alone("leases", "unit_id", _DAYS, where=IS_BINDING),
        _alone("leases", "household_id", _DAYS, where=IS_BINDING),
        Index(None, "unit_id", "starts_on"),
        Index(None, "household_id", "starts_on"),
        Index("ix_leases_running", "place", "state", "id"),
        Index("ix_leases_ending", "place", "state", "ends_on", "id"),
        _partial("ix_leases_unfiled", "place", "signed_on", "id", where=UNFILED, unique=False),
        Index(None, "previous_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    number: Mapped[str] = mapped_column(String(32))
    kind: Mapped[LeaseKind] = mapped_column(stored_words(LeaseKind))
    offer_id: Mapped[int | None] = mapped_column(ForeignKey("offers.id"), nullable=True)
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("leases.id"), nullable=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    tenant_group: Mapped[Group] = mapped_column(stored_words(Group))
    state: Mapped[LeaseState] = mapped_column(stored_words(LeaseState))
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    deposit_fen: Mapped[int] = mapped_column(Integer)
    template: Mapped[str] = mapped_column(String(64), default="")
    clauses: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    signed_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    contract_sha256: Mapped[str] = mapped_column(String(64), default="")
    contract_document: Mapped[str] = mapped_column(String(200), default="")
    keys_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    filed_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    filing_number: Mapped[str] = mapped_column(String(64), default="")
    filed_by: Mapped[str] = mapped_column(String(64), default="")
    ended_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    ending: Mapped[Ending | None] = mapped_column(stored_words(Ending), nullable=True)
    end_reason: Mapped[str] = mapped_column(Text, default="")
    end_document: Mapped[str] = mapped_column(String(200), default="")
    drafted_by: Mapped[str] = mapped_column(String(64))
    drafted_on: Mapped[date] = mapped_column(Date)
    import_id: Mapped[int | None] = mapped_column(Integer, index=True, nullable=True)

    @property
    def case(self) -> CaseRef:
        """The lease as other features name it."""
        return CaseRef("lease", self.id, self.place, self.number)

    @property
    def last_on(self) -> date:
        """The last day that the lease binds: the day it ended, else the last day agreed."""
        return self.ended_on or self.ends_on


class LeaseMember(Base):
    """One person who lives under a lease; the tenant is at position 0.

    `relation` is that to the head of the family, as the application says.
    """

    __tablename__ = "lease_members"
    __table_args__ = (
        UniqueConstraint("lease_id", "position"),
        UniqueConstraint("lease_id", "identity_index"),
        CheckConstraint("position >= 0", name="position_not_negative"),
        Index(None, "identity_index"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    lease_id: Mapped[int] = mapped_column(ForeignKey("leases.id"))
    position: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(String(64))
    relation: Mapped[Relation] = mapped_column(stored_words(Relation))
    identity_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    identity_index: Mapped[str] = mapped_column(String(64))


class RentTerm(Base):
    """The rent of a lease from one day on, and what it rests on; `to_on` is its last day.

    `standard` says how it was reckoned. Basis: HN 25, 26, 33 (HN-26-1, HN-33-6).
    """

    __tablename__ = "rent_terms"
    __table_args__ = (
        UniqueConstraint("lease_id", "from_on"),
        CheckConstraint("to_on IS NULL OR to_on >= from_on", name="days_in_order"),
        CheckConstraint("monthly_fen >= 0", name="rent_not_negative"),
        CheckConstraint("basis IN ('standard', 'market', 'agreed')", name="basis_known"),
        CheckConstraint("length(reason) > 0", name="with_reason"),
        _alone("rent_terms", "lease_id", text("daterange(from_on, to_on, '[]')")),
        _partial("uq_rent_terms_open", "lease_id", where=text("to_on IS NULL")),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    lease_id: Mapped[int] = mapped_column(ForeignKey("leases.id"))
    from_on: Mapped[date] = mapped_column(Date)
    to_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    basis: Mapped[RentBasis] = mapped_column(stored_words(RentBasis))
    rent_group: Mapped[str] = mapped_column(String(64))
    monthly_fen: Mapped[int] = mapped_column(Integer)
    standard: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    document: Mapped[str] = mapped_column(String(200), default="")
    set_by: Mapped[str] = mapped_column(String(64))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ConditionReport(Base):
    """The state of a flat on one day: rooms and fittings, meters, photos. Never changed.

    `items`: [{item, state, note}], `meters`: {name: reading as written}, `documents`: ids.
    """

    __tablename__ = "condition_reports"
    __table_args__ = (
        CheckConstraint("purpose IN ('in', 'out', 'visit')", name="purpose_known"),
        Index(None, "lease_id", "made_on"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    lease_id: Mapped[int] = mapped_column(ForeignKey("leases.id"))
    purpose: Mapped[ConditionPurpose] = mapped_column(stored_words(ConditionPurpose))
    on: Mapped[date] = mapped_column("made_on", Date)
    items: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    meters: Mapped[dict[str, str]] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(Text, default="")
    documents: Mapped[list[int]] = mapped_column(JSON)
    made_by: Mapped[str] = mapped_column(String(64))


class LeaseSignature(Base):
    """That the tenant signed exactly this contract, on paper or on their own page.

    Basis: HN 24 (HN-24-1), HZR 24 (HZR-24-1).
    """

    __tablename__ = "lease_signatures"
    __table_args__ = (
        UniqueConstraint("lease_id", "contract_sha256"),
        CheckConstraint("way IN ('paper', 'online')", name="way_known"),
        CheckConstraint("length(contract_sha256) = 64", name="sha256"),
        CheckConstraint("way <> 'paper' OR document <> ''", name="paper_named"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    lease_id: Mapped[int] = mapped_column(ForeignKey("leases.id"))
    contract_sha256: Mapped[str] = mapped_column(String(64))
    way: Mapped[SigningWay] = mapped_column(stored_words(SigningWay))
    document: Mapped[str] = mapped_column(String(200), default="")
    signed_by: Mapped[str] = mapped_column(String(64))
    signed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class LeaseWordForm(Base):
    """The Word file that a county prints its contracts with, one version after another.

    Basis: HN 24 (HN-24-3), HZR 24 (HZR-24-1).
    """

    __tablename__ = "lease_word_forms"
    __table_args__ = (
        UniqueConstraint("place", "version"),
        CheckConstraint("version >= 1", name="version_positive"),
        CheckConstraint("length(sha256) = 64", name="sha256"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    version: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(String(160))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64))
    kept_by: Mapped[str] = mapped_column(String(64))
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)
