"""Pictures and papers sent with a form: examined before the act begins, then kept in it."""

from collections.abc import Iterable
from typing import BinaryIO, cast

from werkzeug.datastructures import FileStorage

from housing.core.cases import CaseRef
from housing.core.errors import BadInput
from housing.core.work import Work
from housing.documents.examine import Examined, examine
from housing.documents.folder import folder_of
from housing.documents.service import keep_examined
from housing.web.installation import installation

MOST = 10
#: What a phone's camera offers first.
PICTURES = "image/jpeg,image/png,image/webp"


def examined(files: Iterable[FileStorage] | None) -> list[Examined]:
    """Examine what was sent, which takes up to some seconds; empty choices are left out.

    Raises:
        BadInput: too many at once, or one that cannot be taken; see `examine`.
    """
    sent = [file for file in files or () if file and file.filename]
    if len(sent) > MOST:
        raise BadInput(f"文件：一次最多 {MOST} 份 / files: at most {MOST} at once")
    folder = folder_of(installation().settings)
    return [examine(file.filename or "", cast(BinaryIO, file.stream), folder) for file in sent]


def keep_all(work: Work, case: CaseRef, kind: str, files: Iterable[Examined]) -> tuple[int, ...]:
    """Keep examined files as documents of a case and return their ids, each once.

    Raises:
        BadInput, MissingPolicyValue: see `keep_examined`.
    """
    folder = folder_of(installation().settings)
    kept = (keep_examined(work, folder, case, kind, file).id for file in files)
    return tuple(dict.fromkeys(kept))
