"""Evidence as a request brings it and asks for it, by page and by program alike."""

from typing import BinaryIO, cast

from werkzeug.datastructures import FileStorage

from housing.documents import queries as documents
from housing.documents import service as keeping
from housing.documents.examine import examine
from housing.documents.folder import folder_of
from housing.documents.models import Document
from housing.violations import queries
from housing.violations.court import EVIDENCE
from housing.violations.shown import keep_off_own
from housing.web.acting import acting
from housing.web.installation import installation


def keep(violation_id: int, sent: FileStorage) -> Document:
    """Keep a photo or paper as evidence of a case; it is examined before the act begins.

    Raises:
        NotAllowed: the case is of the actor's own household or of a relation.
        NotFound: no such case. BadInput: see `examine` and `keep_examined`.
    """
    folder = folder_of(installation().settings)
    examined = examine(sent.filename or "", cast(BinaryIO, sent.stream), folder)
    with acting() as work:
        found = queries.get(work.session, work.place, violation_id)
        keep_off_own(work.session, work.actor, found)
        return keeping.keep_examined(work, folder, found.case, EVIDENCE, examined)


def read(violation_id: int, document_id: int, is_page: bool = False) -> tuple[Document, bytes]:
    """Return a paper of a case and its bytes; the register keeps who looked.

    Raises:
        NotAllowed: the case is of the actor's own household or of a relation.
        NotFound: no such case or paper.
    """
    folder = folder_of(installation().settings)
    with acting() as work:
        found = queries.get(work.session, work.place, violation_id)
        keep_off_own(work.session, work.actor, found)
        held = documents.get(work.session, found.case, document_id)
        return held, keeping.read(work, folder, found.case, held, is_page=is_page)
