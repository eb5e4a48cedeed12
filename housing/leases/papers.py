"""Giving out the contract of a lease: the signed PDF as it was kept, else as it is drafted."""

import io
from pathlib import Path

from pypdf import PdfReader

from housing.core.access.permissions import Role
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.work import Work
from housing.documents import queries as documents
from housing.documents import service as keeping
from housing.documents.examine import Examined
from housing.documents.folder import Folder
from housing.leases import contract, word
from housing.leases.models import Lease

#: Under which kinds papers lie among the documents of a lease.
CONTRACT, PHOTO = "contract", "condition_photo"


def keep_contract(work: Work, lease: Lease, content: bytes, folder: Folder) -> int:
    """Keep the signed contract as a document of the lease; return its id."""
    file = Examined(
        name=f"{lease.number}.pdf",
        media_type="application/pdf",
        pages=len(PdfReader(io.BytesIO(content)).pages),
        sha256=contract.sha256(content),
        content=content,
    )
    return keeping.keep_examined(work, folder, lease.case, CONTRACT, file).id


def contract_pdf(work: Work, lease: Lease, folder: Folder, fonts: Path | None = None) -> bytes:
    """Return the contract with whole names and numbers; an officer's look is noted.

    The caller has looked whether the lease may be seen.

    Raises:
        NotFound, WrongState: the kept file is gone or was changed.
        BadInput: a name cannot be printed.
    """
    for each in documents.of_case(work.session, lease.case):
        if each.kind == CONTRACT and each.sha256 == lease.contract_sha256:
            return keeping.read(work, folder, lease.case, each)
    _note(work, lease)
    return contract.pdf(work.session, work.keyring, lease, fonts)


def contract_docx(work: Work, lease: Lease) -> bytes:
    """Return the contract as a Word file in the county's form; an officer's look is noted.

    Raises:
        BadInput: the county's form cannot be filled in.
    """
    _note(work, lease)
    form = word.form_of(work.session, lease.place)
    made = contract.of_lease(work.session, work.keyring, lease)
    return word.contract_docx(made, form.content if form else None)


def _note(work: Work, lease: Lease) -> None:
    """A tenant looks at the own contract; what an officer sees of a person is written down."""
    if work.actor.role is not Role.APPLICANT:
        told = Entry(Tag.PERSONAL_DATA_SHOWN, lease.case.subject, reason="租赁合同")
        work.record(told, lease.place)
