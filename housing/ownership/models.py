"""Tables of who owns a unit, of co-owned dwellings, and of what was allowed to change its use."""

from datetime import date

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from housing.core.cases import CaseRef
from housing.core.db.base import Base
from housing.core.db.types import stored_words
from housing.ownership.states import OPEN_STATES, TransferState
from housing.ownership.words import HolderKind, InvestmentType, LegacyOrigin, RegisteredAs

_OPEN = ", ".join(f"'{state.value}'" for state in OPEN_STATES)
IS_OPEN = text(f"state IN ({_OPEN})")


class UnitTitle(Base):
    """Whose a unit is, in whose name it is registered, and what the register notes of it.

    `beneficial_owner` has the property, `registered_owner` stands in the register for it.
    `annotated` says that register and certificate carry the words 公共租赁住房, the owner and the
    shares; `annotation_document` is the scan. Shares are rows of `UnitShare`.
    Basis: HN 38 (HN-38-1), HN 39 (HN-39-1, HN-39-2, HN-39-4), HN 40 (HN-40-1).
    """

    __tablename__ = "unit_titles"
    __table_args__ = (
        CheckConstraint(
            "investment IN ('government_full', 'joint', 'self_built_private',"
            " 'self_built_state_owned')",
            name="investment_known",
        ),
        CheckConstraint(
            "(registration_number = '') = (registered_on IS NULL)", name="registered_whole"
        ),
        CheckConstraint(
            "NOT annotated OR (registration_number <> '' AND annotation_document <> '')",
            name="annotated_with_scan",
        ),
        CheckConstraint("document <> ''", name="with_document"),
        CheckConstraint("beneficial_owner <> '' AND registered_owner <> ''", name="owners_named"),
        CheckConstraint(
            "legacy_origin IS NULL OR registered_as <> 'investor'", name="legacy_is_governments"
        ),
        Index(None, "place", "investment"),
    )

    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    investment: Mapped[InvestmentType] = mapped_column(stored_words(InvestmentType))
    beneficial_owner: Mapped[str] = mapped_column(String(128))
    registered_owner: Mapped[str] = mapped_column(String(128))
    registered_as: Mapped[RegisteredAs] = mapped_column(stored_words(RegisteredAs, 32))
    legacy_origin: Mapped[LegacyOrigin | None] = mapped_column(
        stored_words(LegacyOrigin, 32), nullable=True
    )
    house_type: Mapped[str] = mapped_column(String(32))
    land_nature: Mapped[str] = mapped_column(String(32))
    registration_number: Mapped[str] = mapped_column(String(64))
    registered_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    annotated: Mapped[bool] = mapped_column(Boolean)
    annotation_document: Mapped[str] = mapped_column(String(256))
    document: Mapped[str] = mapped_column(String(256))
    kept_by: Mapped[str] = mapped_column(String(64))
    kept_on: Mapped[date] = mapped_column(Date)

    shares: Mapped[list["UnitShare"]] = relationship(
        order_by="UnitShare.number", lazy="selectin", cascade="all, delete-orphan"
    )


class UnitShare(Base):
    """One holder's share of a unit in ten-thousandths; all of a unit never exceed the whole.

    Basis: HN 39 (HN-39-2).
    """

    __tablename__ = "unit_shares"
    __table_args__ = (
        UniqueConstraint("unit_id", "holder"),
        CheckConstraint("parts >= 1 AND parts <= 10000", name="parts_in_whole"),
        CheckConstraint("holder <> ''", name="holder_named"),
    )

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit_titles.unit_id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    holder: Mapped[str] = mapped_column(String(128))
    kind: Mapped[HolderKind] = mapped_column(stored_words(HolderKind))
    parts: Mapped[int] = mapped_column(Integer)


class Facility(Base):
    """A facility that was planned with a project (配套设施), and its planned use.

    Basis: HN 30 (HN-30-1).
    """

    __tablename__ = "project_facilities"
    __table_args__ = (
        UniqueConstraint("place", "project_code", "name"),
        ForeignKeyConstraint(["place", "project_code"], ["projects.place", "projects.code"]),
        CheckConstraint("name <> '' AND planned_use <> ''", name="named"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    project_code: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(64))
    planned_use: Mapped[str] = mapped_column(String(64))
    document: Mapped[str] = mapped_column(String(256))


class UseChange(Base):
    """What the county allowed to change in nature or use of a unit or a facility. Never changed.

    `before` and `after` are `origin/programme` of the unit, or the planned use of the facility;
    the database lets nothing else through. Basis: HN 30 (HN-30-1).
    """

    __tablename__ = "use_changes"
    __table_args__ = (
        CheckConstraint("(unit_id IS NULL) <> (facility_id IS NULL)", name="of_one_thing"),
        CheckConstraint(
            "legal_basis <> '' AND document <> '' AND decided_by <> ''", name="with_legal_basis"
        ),
        CheckConstraint("before <> after", name="something_changed"),
        Index(None, "unit_id"),
        Index(None, "facility_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), nullable=True)
    facility_id: Mapped[int | None] = mapped_column(
        ForeignKey("project_facilities.id"), nullable=True
    )
    before: Mapped[str] = mapped_column(String(64))
    after: Mapped[str] = mapped_column(String(64))
    legal_basis: Mapped[str] = mapped_column(Text)
    document: Mapped[str] = mapped_column(String(256))
    decided_by: Mapped[str] = mapped_column(String(64))
    decided_on: Mapped[date] = mapped_column(Date)


class CoOwned(Base):
    """A co-owned low-rent dwelling (共有产权廉租住房): the government's part and the buyer's.

    `annotated` says that the register carries these words and both parts; it ends on `ended_on`
    when it was bought back or transferred. Basis: HN 40 (HN-40-2).
    """

    __tablename__ = "co_owned_dwellings"
    __table_args__ = (
        CheckConstraint(
            "government_parts >= 1 AND buyer_parts >= 1 AND government_parts + buyer_parts = 10000",
            name="parts_are_the_whole",
        ),
        CheckConstraint("area > 0", name="area_positive"),
        CheckConstraint(
            "NOT annotated OR (registration_number <> '' AND annotation_document <> '')",
            name="annotated_with_scan",
        ),
        CheckConstraint("ended_on IS NULL OR ended_on >= bought_on", name="ended_later"),
        UniqueConstraint("place", "number"),
        Index(
            "uq_co_owned_dwellings_unit",
            "unit_id",
            unique=True,
            sqlite_where=text("ended_on IS NULL"),
            postgresql_where=text("ended_on IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    number: Mapped[str] = mapped_column(String(32))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), nullable=True)
    address: Mapped[str] = mapped_column(String(256))
    area: Mapped[int] = mapped_column(Integer)
    government_parts: Mapped[int] = mapped_column(Integer)
    buyer_parts: Mapped[int] = mapped_column(Integer)
    bought_on: Mapped[date] = mapped_column(Date)
    registration_number: Mapped[str] = mapped_column(String(64))
    annotated: Mapped[bool] = mapped_column(Boolean)
    annotation_document: Mapped[str] = mapped_column(String(256))
    document: Mapped[str] = mapped_column(String(256))
    ended_on: Mapped[date | None] = mapped_column(Date, nullable=True)

    people: Mapped[list["CoOwner"]] = relationship(
        order_by="CoOwner.id", lazy="selectin", cascade="all, delete-orphan"
    )

    @property
    def case(self) -> CaseRef:
        """The dwelling as other features name it."""
        return CaseRef("co_owned", self.id, self.place, self.number)


class CoOwner(Base):
    """Somebody registered as owner of the buyer's part; the buyer first.

    `in_low_rent_cover`: a family member within low-rent coverage when it was bought, the condition
    to be registered beside the buyer. Basis: HN 40 (HN-40-2).
    """

    __tablename__ = "co_owners"
    __table_args__ = (
        UniqueConstraint("dwelling_id", "identity_index"),
        CheckConstraint("is_buyer OR in_low_rent_cover", name="family_in_cover"),
        Index(None, "identity_index"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    dwelling_id: Mapped[int] = mapped_column(ForeignKey("co_owned_dwellings.id"))
    name: Mapped[str] = mapped_column(String(64))
    relation: Mapped[str] = mapped_column(String(32))
    is_buyer: Mapped[bool] = mapped_column(Boolean)
    in_low_rent_cover: Mapped[bool] = mapped_column(Boolean)
    identity_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    identity_index: Mapped[str] = mapped_column(String(64))


class CoOwnedTransfer(Base):
    """A wish to transfer a co-owned dwelling, and the government's decision to buy it back or not.

    `rules` keeps the county's rules as they stood, `cites` what the decision rests on.
    Basis: HN 40 (HN-40-3).
    """

    __tablename__ = "co_owned_transfers"
    __table_args__ = (
        Index(
            "uq_co_owned_transfers_open",
            "dwelling_id",
            unique=True,
            sqlite_where=IS_OPEN,
            postgresql_where=IS_OPEN,
        ),
        CheckConstraint(
            "state IN ('declared', 'buying_back', 'waived', 'bought_back', 'certified',"
            " 'withdrawn')",
            name="state_known",
        ),
        CheckConstraint("rules <> ''", name="under_rules_of_the_county"),
        CheckConstraint(
            "(state IN ('declared', 'withdrawn')) OR (decided_on IS NOT NULL"
            " AND decided_by <> '' AND reasons <> '' AND decided_by <> declared_by)",
            name="decided_by_another",
        ),
        CheckConstraint(
            "state <> 'bought_back' OR (price_fen IS NOT NULL AND ended_on IS NOT NULL)",
            name="bought_back_at_a_price",
        ),
        CheckConstraint("price_fen IS NULL OR price_fen >= 0", name="price_not_negative"),
        Index(None, "place", "state"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    dwelling_id: Mapped[int] = mapped_column(ForeignKey("co_owned_dwellings.id"))
    state: Mapped[TransferState] = mapped_column(stored_words(TransferState))
    declared_on: Mapped[date] = mapped_column(Date)
    declared_by: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text)
    document: Mapped[str] = mapped_column(String(256))
    rules: Mapped[str] = mapped_column(Text)
    price_fen: Mapped[int | None] = mapped_column(Integer, nullable=True)
    decided_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    decided_by: Mapped[str] = mapped_column(String(64))
    reasons: Mapped[str] = mapped_column(Text)
    ended_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    ended_document: Mapped[str] = mapped_column(String(256))

    dwelling: Mapped[CoOwned] = relationship(lazy="joined", innerjoin=True)
