"""Signing a lease: the tenant on paper or on its own page, then the operator. Keys after it."""

from pathlib import Path

from housing.clocks.kinds import ClockKind
from housing.core.access.permissions import Permission
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import Conflict, WrongState
from housing.core.work import Work
from housing.documents.folder import Folder
from housing.leases import contract, deposits, papers, queries, whose
from housing.leases.ending import begin
from housing.leases.keeping import given, record, start_clock, stop_clock
from housing.leases.models import Lease, LeaseSignature
from housing.leases.refusals import keeping
from housing.leases.rights import must_any
from housing.leases.states import CALLED, LEASE, LeaseAct
from housing.leases.words import SigningWay
from housing.offers import service as offers

P = Permission
LONGEST_PAPER = 200


def sign(
    work: Work,
    lease_id: int,
    *,
    document: str = "",
    folder: Folder | None = None,
    fonts: Path | None = None,
) -> Lease:
    """Note that a lease after an offer was signed by both parties; its filing clock begins.

    `document` is the number of the paper contract; it may be empty where the tenant signed this
    very contract on its own page. `folder`: where the PDF is kept as a document of the lease.
    Basis: HN 24 (HN-24-1, HN-24-2, HN-24-3), HZR 24 (HZR-24-1).

    Raises:
        NotAllowed: the actor keeps no leases.
        NotFound: no such lease.
        WrongState: it is not drafted, follows no offer, or the last day to sign has passed.
        BadInput: an item is empty, a character cannot be printed, or nobody signed.
        BrokenRule: its days meet those of another lease.
    """
    work.actor.must(Permission.KEEP_LEASES)
    lease = queries.get(work.session, work.place, lease_id, lock=True)
    if lease.previous_id is not None:
        raise WrongState(f"{lease.number} 是接续合同，请按续租或者互换签订 / it is a successor")
    _sign(work, lease, document, folder, fonts)
    if lease.offer_id is not None:
        offers.sign(work, lease.offer_id, document=lease.contract_document)
    deposits.charge(work, lease)
    return lease


def sign_successor(
    work: Work,
    lease_id: int,
    *,
    document: str = "",
    folder: Folder | None = None,
    fonts: Path | None = None,
) -> Lease:
    """Note that a renewal or an exchange was signed; it begins now if its first day has come.

    The lease before it then ends on the day before. Basis: HN 24 (HN-24-6), HN 31.

    Raises:
        NotAllowed: the actor neither keeps leases nor decides tenancies.
        WrongState: it is no successor, or is not drafted.
        BadInput, BrokenRule: as `sign`.
    """
    must_any(work, P.KEEP_LEASES, P.DECIDE_TENANCY)
    lease = queries.get(work.session, work.place, lease_id, lock=True)
    if lease.previous_id is None:
        raise WrongState(f"{lease.number} 不是接续合同 / {lease.number} is no successor")
    _sign(work, lease, document, folder, fonts)
    if lease.starts_on <= work.day:
        begin(work, lease)
    return lease


def sign_online(work: Work, lease_id: int, *, sha256: str, fonts: Path | None = None) -> Lease:
    """Let the tenant sign the drafted contract on its own page, as it reads it there.

    `sha256` is the hash of the PDF that was shown. Basis: HZR 24 (HZR-24-1).

    Raises:
        NotFound: no such lease, or another family's.
        WrongState: it is not drafted any more.
        Conflict: the contract was changed since it was shown.
        BadInput: an item is empty.
    """
    lease = whose.own(work.session, work.actor, lease_id)
    LEASE.step(lease.state, LeaseAct.SIGN, CALLED)
    contract.must_be_whole(work.session, lease)
    now = contract.sha256(contract.pdf(work.session, work.keyring, lease, fonts))
    if now != sha256:
        raise Conflict(
            "合同内容在您阅读之后有变动，请重新阅读后再签"
            " / the contract was changed since you read it; read it again before you sign"
        )
    if queries.signature(work.session, lease, now) is None:
        _keep_signature(work, lease, now, SigningWay.ONLINE, "")
    return lease


def _sign(
    work: Work, lease: Lease, document: str, folder: Folder | None, fonts: Path | None
) -> None:
    state = LEASE.step(lease.state, LeaseAct.SIGN, CALLED).target
    contract.must_be_whole(work.session, lease)
    content = contract.pdf(work.session, work.keyring, lease, fonts)
    sha256 = contract.sha256(content)
    paper = document.strip()[:LONGEST_PAPER]
    if queries.signature(work.session, lease, sha256) is None:
        paper = given(
            paper, "承租人未在网上签字，请填写纸质合同编号 / number of the paper contract"
        )
        _keep_signature(work, lease, sha256, SigningWay.PAPER, paper)
    with keeping(work.session, lease):
        lease.state, lease.signed_on = state, work.day
        lease.contract_sha256, lease.contract_document = sha256, paper or lease.number
    if folder is not None:
        papers.keep_contract(work, lease, content, folder)
    stop_clock(work, lease, ClockKind.LEASE_SIGNING)
    start_clock(work, lease, ClockKind.LEASE_FILING)


def _keep_signature(work: Work, lease: Lease, sha256: str, way: SigningWay, document: str) -> None:
    work.session.add(
        LeaseSignature(
            lease_id=lease.id,
            contract_sha256=sha256,
            way=way,
            document=document,
            signed_by=work.actor.name,
            signed_at=work.now,
        )
    )
    after = {"sha256": sha256, "way": way.value}
    record(work, lease, TenancyTag.LEASE_CONTRACT_SIGNED, after=after, document=document)
