"""The table of offices: who does what where, and from which day to which."""

from datetime import date

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from housing.core.access.offices import CHECKING, OfficeKind
from housing.core.db.base import Base
from housing.core.db.types import stored_words

_KINDS = ", ".join(f"'{kind.value}'" for kind in OfficeKind)
_CHECKING = ", ".join(f"'{kind.value}'" for kind in CHECKING)
_ONE_CHECKING = text(f"closed_on IS NULL AND kind IN ({_CHECKING})")


class Office(Base):
    """One body that has something to do under the measures. Basis: HN 5 (HN-5-1 to HN-5-5).

    `place` is the division the office belongs to (a county; a prefecture for its department).
    `street` is the word by which sheets name the street of a street office (`households.street`);
    `parent_id` is the street office of a community. `closed_on` is the first day without it.
    `connector_url`, `connector_key_id` and the sealed secret belong to a department's interface.
    """

    __tablename__ = "offices"
    __table_args__ = (
        CheckConstraint(f"kind IN ({_KINDS})", name="kind_known"),
        CheckConstraint("length(code) > 0 AND length(name) > 0", name="named"),
        CheckConstraint("closed_on IS NULL OR closed_on > opened_on", name="closed_after_opened"),
        CheckConstraint(
            "(kind = 'community') = (parent_id IS NOT NULL)", name="community_in_street"
        ),
        CheckConstraint("parent_id IS NULL OR parent_id <> id", name="not_its_own_parent"),
        CheckConstraint("(kind = 'street') = (street <> '')", name="street_named"),
        CheckConstraint(
            "(connector_url = '') = (connector_secret_sealed IS NULL)", name="connector_whole"
        ),
        CheckConstraint(
            f"connector_url = '' OR kind IN ({_CHECKING})", name="connector_of_a_department"
        ),
        Index("uq_offices_code", "place", "code", unique=True),
        Index(
            "uq_offices_one_checking",
            "place",
            "kind",
            unique=True,
            sqlite_where=_ONE_CHECKING,
            postgresql_where=_ONE_CHECKING,
        ),
        Index("ix_offices_kind", "place", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    kind: Mapped[OfficeKind] = mapped_column(stored_words(OfficeKind, 32))
    code: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(80))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"), index=True)
    street: Mapped[str] = mapped_column(String(64), default="")
    phone: Mapped[str] = mapped_column(String(32), default="")
    email: Mapped[str] = mapped_column(String(120), default="")
    connector_url: Mapped[str] = mapped_column(String(300), default="")
    connector_key_id: Mapped[str] = mapped_column(String(64), default="")
    connector_secret_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    opened_on: Mapped[date] = mapped_column(Date)
    closed_on: Mapped[date | None] = mapped_column(Date)
