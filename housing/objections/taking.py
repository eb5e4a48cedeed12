"""Taking in an objection with its documents, examined before the act begins; and taking it back."""

from collections.abc import Sequence
from typing import BinaryIO, NamedTuple

from housing.core.access.actor import system_actor
from housing.core.errors import BadInput
from housing.core.work import working
from housing.documents.examine import Examined, examine
from housing.documents.folder import folder_of
from housing.documents.service import keep_examined
from housing.notices import queries as notices
from housing.objections import queries
from housing.objections.models import Objection
from housing.objections.service import Filed, file_objection, withdraw
from housing.web.installation import installation

MOST_FILES = 5
#: How often one address may file: families and cafés share one, floods do not.
FILING = "20 per hour"
KIND = "objection_evidence"


class Sent(NamedTuple):
    """One file as it was sent."""

    name: str
    stream: BinaryIO


def take(key: str, *, name: str, contact: str, text: str, files: Sequence[Sent] = ()) -> Filed:
    """File an objection of anybody to the notice with this key, with what was sent along.

    Raises:
        NotFound, WrongState, BadInput, MissingPolicyValue: as `file_objection` and `examine` do.
    """
    here = installation()
    folder = folder_of(here.settings)
    examined = _examined(files)
    actor = system_actor(here.settings.place)
    with working(here.database.acts, actor, here.clock, here.keyring) as work:
        notice = notices.by_key(work.session, key, work.day)
        filed = file_objection(work, notice.id, name=name, contact=contact, text=text)
        for file in examined:
            keep_examined(work, folder, filed.objection.own_case, KIND, file)
        return filed


def take_back(code: str, contact_tail: str) -> Objection:
    """Take an objection back, by whoever knows its receipt code and the end of the contact.

    Raises:
        NotFound: they do not fit together.
        WrongState: it was decided already.
    """
    here = installation()
    actor = system_actor(here.settings.place)
    with working(here.database.acts, actor, here.clock, here.keyring) as work:
        found = queries.by_receipt(work.session, here.keyring, code, contact_tail)
        return withdraw(work, found.id)


def _examined(files: Sequence[Sent]) -> list[Examined]:
    if len(files) > MOST_FILES:
        raise BadInput(f"证明材料：最多 {MOST_FILES} 份 / documents: at most {MOST_FILES} files")
    folder = folder_of(installation().settings)
    return [examine(file.name, file.stream, folder) for file in files]
