"""What the county allows of papers: the value `document_limits`, below what the system can bear."""

from collections.abc import Iterator

from housing.core.cases import CaseRef
from housing.core.errors import BadInput
from housing.core.work import Work
from housing.documents import queries
from housing.documents.examine import Examined
from housing.policies import queries as policies

LIMITS = "document_limits"


def must_be_allowed(work: Work, case: CaseRef, file: Examined) -> None:
    """Refuse a file, or one more file, that the county of the case does not allow.

    Basis: HN 14 (HN-14-1).

    Raises:
        BadInput: names the file, what it has and what is allowed.
        MissingPolicyValue: the county has not set its limits.
    """
    value = policies.book(work.session).value(LIMITS, case.place, work.day).value
    limits: dict[str, int] = dict(value)
    held = queries.count(work.session, case)
    if held >= limits["files_most"]:
        raise BadInput(
            f"材料已有 {held} 份，本地规定至多 {limits['files_most']} 份，不能再加；"
            "请先撤下不需要的，或合并成一个 PDF"
            f" / the case holds {held} documents already, the most allowed here; remove some or"
            " join them"
        )
    for zh, en in _beyond(limits, file):
        raise BadInput(f"“{file.name}”：{zh} / {file.name}: {en}")


def _beyond(limits: dict[str, int], file: Examined) -> Iterator[tuple[str, str]]:
    size, most = len(file.content), limits["bytes_most"]
    if size > most:
        mega = f"{most / 1024 / 1024:.1f}"
        yield (
            f"文件超过本地规定的 {mega} MB，请用较低的清晰度重新拍照或扫描",
            f"over the {mega} MB allowed here; take the picture again at a lower resolution",
        )
    if file.pages > limits["pages_most"]:
        yield (
            f"有 {file.pages} 页，超过本地规定的 {limits['pages_most']} 页，请分成几个文件",
            f"{file.pages} pages, {limits['pages_most']} are allowed here; split it",
        )
    if file.pixels > limits["pixels_most"]:
        million = limits["pixels_most"] // 1_000_000
        yield (
            f"图片超过本地规定的 {million} 百万像素，请用较低的清晰度重新拍照",
            f"over the {million} million pixels allowed here; take it again at a lower resolution",
        )
