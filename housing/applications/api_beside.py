"""JSON interface of the counter, of staff filed by sheet, and of whoever holds a receipt."""

from dataclasses import asdict
from typing import Any

from housing.applications import counter, queries
from housing.applications.api import whole
from housing.applications.api_schemas import PaperFile, WholeApplicationSchema
from housing.applications.collective import StaffUpload, file_staff
from housing.applications.collective_papers import bring_for_staff
from housing.applications.models import Collective
from housing.applications.schemas_staff import (
    AtCounterSchema,
    ReceiptSecretSchema,
    StaffFilesSchema,
    StaffFormSchema,
    StaffPaperFormSchema,
    StaffPaperSchema,
    StaffSheetSchema,
    StandingSchema,
)
from housing.applications.status import status_of
from housing.core.access.permissions import Permission
from housing.documents.examine import examine
from housing.documents.folder import folder_of
from housing.web import limits
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.api import ApiBlueprint, PageArguments, page_answer, page_of, paging_of
from housing.web.guards import public, requires
from housing.web.installation import installation

api = ApiBlueprint("staff", __name__, description="柜台与单位申报 / counter and employers")
Sent = dict[str, Any]


@requires(Permission.REVIEW_AT_STREET)
@api.route("/counter/applications", methods=["POST"])
@api.arguments(AtCounterSchema)
@api.response(201, WholeApplicationSchema)
def at_counter(sent: Sent) -> dict[str, Any]:
    """Open an application for somebody at the street's counter; the steps follow as for others."""
    with acting() as work:
        return whole(counter.open_at_counter(work, sent.pop("group"), **sent))


@requires(Permission.FILE_COLLECTIVE)
@api.route("/staff-sheets")
@api.arguments(PageArguments, location="query")
@api.response(200, page_of(StaffSheetSchema))
def sheets(asked: Sent) -> dict[str, object]:
    """List the sheets that the employer sent, the newest first."""
    with reading() as session:
        held = queries.collectives_of(session, signed_in_actor().office or 0)
        paging = paging_of(asked, len(held))
        shown = [_shown(session, each) for each in held[paging.offset : paging.last]]
    return page_answer(shown, paging)


@requires(Permission.FILE_COLLECTIVE)
@api.route("/staff-sheets", methods=["POST"])
@api.arguments(StaffFilesSchema, location="files")
@api.arguments(StaffFormSchema, location="form")
@api.response(201, StaffSheetSchema)
def send(files: Sent, sent: Sent) -> dict[str, object]:
    """File an application for every worker of a sheet, or for nobody: then `findings` says why."""
    folder = folder_of(installation().settings)
    scan = examine(files["consents"].filename or "", files["consents"].stream, folder)
    sheet = files["sheet"]
    upload = StaffUpload(sheet.filename or "staff", sheet.read(), sent["office_id"], scan)
    with acting() as work:
        return _shown(work.session, file_staff(work, folder, upload))


@requires(Permission.FILE_COLLECTIVE)
@api.route("/staff-sheets/<int:collective_id>/papers", methods=["POST"])
@api.arguments(PaperFile, location="files")
@api.arguments(StaffPaperFormSchema, location="form")
@api.response(201, StaffPaperSchema)
def bring(files: Sent, sent: Sent, collective_id: int) -> dict[str, int]:
    """Bring a paper for one worker of a filed sheet, or the same paper for all."""
    folder, one = folder_of(installation().settings), sent["application_id"]
    file = examine(files["file"].filename or "", files["file"].stream, folder)
    with acting() as work:
        count = bring_for_staff(work, folder, collective_id, sent["kind"], file, one)
    return {"applications": count}


@public
@api.route("/application-status", methods=["POST"])
@limits.limiter.limit(limits.LOOK_UP, deduct_when=limits.is_wrong)
@api.arguments(ReceiptSecretSchema)
@api.response(200, StandingSchema)
def standing(sent: Sent) -> dict[str, object]:
    """Say where an application stands to whoever knows number and secret of its receipt."""
    here = installation()
    with reading() as session:
        place, words = here.settings.place, (sent["number"], sent["secret"])
        found = queries.by_number_and_secret(session, here.keyring, place, *words)
        status = status_of(session, found, here.clock.today())
        return {"state": found.state.value, **asdict(status)}


def _shown(session: Any, sheet: Collective) -> dict[str, object]:
    own = [name for name in StaffSheetSchema().fields if name != "numbers"]
    filed = queries.of_collective(session, sheet.id) if sheet.filed_at else ()
    numbers = [each.number for each in filed]
    return {**{name: getattr(sheet, name) for name in own}, "numbers": numbers}
