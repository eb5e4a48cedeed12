"""Whether the chain of today still holds what a digest of an earlier day said.

The hashes of a chain prove nothing against somebody who rewrites all of it and computes every hash
anew. A digest kept elsewhere does: the rewritten chain has another hash at the digest's row.
"""

from collections.abc import Iterable, Iterator

from sqlalchemy.orm import Session

from housing.core.audit.models import RegisterRow
from housing.core.audit.record import row_hash
from housing.core.canonical import sha256_hex
from housing.core.errors import BadInput
from housing.digests.contents import KeptDigest, digest_bytes
from housing.digests.models import RegisterDigest


def head_faults(session: Session, digest: KeptDigest | RegisterDigest) -> Iterator[str]:
    """Name how the chain differs from the head that `digest` gives; nothing when it holds.

    Only together with a walk over the whole chain does this prove the rows before that head.
    """
    row = session.get(RegisterRow, (digest.place, digest.number))
    if row is None:
        yield (
            f"{digest.day} 的摘要说有第 {digest.number} 行，登记簿中已没有这一行"
            f" / the digest of {digest.day} knows row {digest.number}, the register has none"
        )
    elif row.hash != digest.hash or row_hash(row) != digest.hash:
        yield (
            f"第 {digest.number} 行与 {digest.day} 的摘要不符：登记簿在那以后被改写过"
            f" / row {digest.number} differs from the digest of {digest.day}:"
            " the register was rewritten since"
        )


def kept_faults(session: Session, place: str, kept: KeptDigest) -> Iterator[str]:
    """Name how register and digests of `place` differ from a digest that somebody kept.

    Raises:
        BadInput: the digest is another place's.
    """
    if kept.place != place:
        raise BadInput(
            f"{kept.day} 的摘要属于 {kept.place}，不是 {place}；请加 --place {kept.place}"
            f" / the digest of {kept.day} is of {kept.place}, not of {place}; add --place"
        )
    yield from head_faults(session, kept)
    own = session.get(RegisterDigest, (place, kept.day))
    if own is None or own.sha256 != kept.sha256:
        yield (
            f"所留 {kept.day} 的摘要与本系统中的不是同一份"
            f" / the digest of {kept.day} that was kept is not the one of this system"
        )


def digest_faults(session: Session, digests: Iterable[RegisterDigest]) -> Iterator[str]:
    """Name every fault of the digests of one place, the oldest first: bytes, chain and heads.

    Quiet days repeat a head; a fault of it is named once.
    """
    previous: str | None = None
    head: tuple[int, str] | None = None
    for digest in digests:
        if digest.sha256 != sha256_hex(digest_bytes(digest)) or digest.previous_sha256 != previous:
            yield f"{digest.day} 的摘要被改动 / the digest of {digest.day} was changed"
        if (digest.number, digest.hash) != head:
            yield from head_faults(session, digest)
        previous, head = digest.sha256, (digest.number, digest.hash)
