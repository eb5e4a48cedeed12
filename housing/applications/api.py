"""Applications as JSON: fill in, bring papers, hand in, take back; the same acts as on pages."""

from typing import Any

from flask import Response

from housing.applications import queries, service
from housing.applications.api_schemas import (
    ApplicationSchema,
    CasePaperSchema,
    CompleteSchema,
    ConsentSchema,
    FamilyMemberSchema,
    HomeStep,
    IncomeStep,
    ListArguments,
    MissingItemSchema,
    OverlapSchema,
    PaperFile,
    PaperForm,
    PeopleStep,
    ResolutionSchema,
    StartSchema,
    StartStep,
    SubmitSchema,
    WholeApplicationSchema,
    WithdrawSchema,
    WorkStep,
)
from housing.applications.models import Application, DuplicateFinding
from housing.applications.paper_acts import add_paper, drop_paper
from housing.applications.rights import must_look
from housing.core.access.permissions import Permission
from housing.documents import queries as papers
from housing.documents import service as documents
from housing.documents.answer import shown
from housing.documents.examine import examine
from housing.documents.folder import folder_of
from housing.documents.models import Document
from housing.households.masking import masked_identity
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.api import ApiBlueprint, page_answer, page_of, paging_of
from housing.web.guards import requires, signed_in
from housing.web.installation import installation

api = ApiBlueprint("applications", __name__, description="申请 / applications")
ONE = "/applications/<int:application_id>"


@signed_in
@api.route("/applications")
@api.arguments(ListArguments, location="query")
@api.response(200, page_of(ApplicationSchema))
def listing(asked: dict[str, Any]) -> dict[str, object]:
    """List one's own applications, or those of one's office; `q` is any scrap of a case."""
    held = installation()
    with reading() as session:
        actor, states, words = signed_in_actor(), asked["state"], asked["q"]
        total = queries.count(session, held.keyring, actor, states, words)
        paging = paging_of(asked, total)
        rows = queries.listed(
            session, held.keyring, actor, states, words, paging.offset, paging.rows
        )
    return page_answer(rows, paging)


@signed_in
@api.route("/applications", methods=["POST"])
@api.arguments(StartSchema)
@api.response(201, WholeApplicationSchema)
def start(sent: dict[str, Any]) -> dict[str, Any]:
    """Open an empty application."""
    with acting() as work:
        draft = service.start_draft(
            work, group=sent["group"], channel=sent["channel"], key=sent["key"]
        )
        return whole(draft)


@signed_in
@api.route(ONE)
@api.response(200, WholeApplicationSchema)
def show(application_id: int) -> dict[str, Any]:
    """Return one application with everything declared; numbers of people are masked."""
    with reading() as session:
        return whole(_seen(application_id, session))


@signed_in
@api.route(f"{ONE}/start", methods=["PUT"])
@api.arguments(StartStep)
@api.response(200, WholeApplicationSchema)
def save_start(sent: dict[str, Any], application_id: int) -> dict[str, Any]:
    """Change group and door before it is handed in."""
    return _save(application_id, "start", sent)


@signed_in
@api.route(f"{ONE}/people", methods=["PUT"])
@api.arguments(PeopleStep)
@api.response(200, WholeApplicationSchema)
def save_people(sent: dict[str, Any], application_id: int) -> dict[str, Any]:
    """Say who belongs to the family, who applies, and how to reach them."""
    return _save(application_id, "people", sent)


@signed_in
@api.route(f"{ONE}/home", methods=["PUT"])
@api.arguments(HomeStep)
@api.response(200, WholeApplicationSchema)
def save_home(sent: dict[str, Any], application_id: int) -> dict[str, Any]:
    """Say where the family lives, what it owns and what it has given up."""
    return _save(application_id, "home", sent)


@signed_in
@api.route(f"{ONE}/income", methods=["PUT"])
@api.arguments(IncomeStep)
@api.response(200, WholeApplicationSchema)
def save_income(sent: dict[str, Any], application_id: int) -> dict[str, Any]:
    """Say what the family earns a month and what it has."""
    return _save(application_id, "income", sent)


@signed_in
@api.route(f"{ONE}/work", methods=["PUT"])
@api.arguments(WorkStep)
@api.response(200, WholeApplicationSchema)
def save_work(sent: dict[str, Any], application_id: int) -> dict[str, Any]:
    """Say where a worker works, since when, and which months were insured."""
    return _save(application_id, "work", sent)


@signed_in
@api.route(f"{ONE}/members/<int:member_id>/consent", methods=["POST"])
@api.arguments(ConsentSchema)
@api.response(200, WholeApplicationSchema)
def consent(sent: dict[str, Any], application_id: int, member_id: int) -> dict[str, Any]:
    """Agree to being checked: signed in, by an uploaded paper, or by the employer's."""
    with acting() as work:
        service.consent(
            work,
            application_id,
            member_id,
            document_id=sent["document_id"],
            paper=sent["paper"],
        )
        return whole(queries.get(work.session, application_id))


@signed_in
@api.route(f"{ONE}/missing")
@api.response(200, MissingItemSchema(many=True))
def missing(application_id: int) -> list[Any]:
    """Return what the file still lacks by the county's list."""
    with acting() as work:
        return list(service.missing_of(work, _seen(application_id, work.session)))


@signed_in
@api.route(f"{ONE}/documents")
@api.response(200, CasePaperSchema(many=True))
def listing_papers(application_id: int) -> list[Document]:
    """List the papers of an application."""
    with reading() as session:
        return list(papers.of_case(session, _seen(application_id, session).case))


@signed_in
@api.route(f"{ONE}/documents", methods=["POST"])
@api.arguments(PaperFile, location="files")
@api.arguments(PaperForm, location="form")
@api.response(201, CasePaperSchema)
def bring(files: dict[str, Any], sent: dict[str, Any], application_id: int) -> Document:
    """Bring one paper as multipart/form-data."""
    folder = folder_of(installation().settings)
    examined = examine(files["file"].filename or "", files["file"].stream, folder)
    with acting() as work:
        return add_paper(work, folder, application_id, sent["kind"], examined, sent["member_id"])


@signed_in
@api.route(f"{ONE}/documents/<int:document_id>")
@api.response(200, {"type": "string", "format": "binary"}, content_type="application/octet-stream")
def paper(application_id: int, document_id: int) -> Response:
    """Return the bytes of one paper; who saw it is written down."""
    folder = folder_of(installation().settings)
    with acting() as work:
        case = _seen(application_id, work.session).case
        content = documents.read(work, folder, case, papers.get(work.session, case, document_id))
        return shown(papers.get(work.session, case, document_id), content)


@signed_in
@api.route(f"{ONE}/documents/<int:document_id>", methods=["DELETE"])
@api.response(204)
def take_back(application_id: int, document_id: int) -> None:
    """Take a paper back before the application is accepted."""
    with acting() as work:
        drop_paper(work, application_id, document_id)


@signed_in
@api.route(f"{ONE}/submit", methods=["POST"])
@api.arguments(SubmitSchema)
@api.response(200, WholeApplicationSchema)
def submit(sent: dict[str, Any], application_id: int) -> dict[str, Any]:
    """Hand the application in; sent twice it is one."""
    with acting() as work:
        return whole(
            service.submit(
                work,
                application_id,
                sent["version"],
                truthful=sent["truthful"],
                key=sent["key"],
            )
        )


@signed_in
@api.route(f"{ONE}/complete", methods=["POST"])
@api.arguments(CompleteSchema)
@api.response(200, WholeApplicationSchema)
def complete(sent: dict[str, Any], application_id: int) -> dict[str, Any]:
    """Say that everything asked for has been brought."""
    with acting() as work:
        done = service.complete(work, application_id, sent["version"], truthful=sent["truthful"])
        return whole(done)


@signed_in
@api.route(f"{ONE}/withdraw", methods=["POST"])
@api.arguments(WithdrawSchema)
@api.response(200, WholeApplicationSchema)
def withdraw(sent: dict[str, Any], application_id: int) -> dict[str, Any]:
    """Take the application back."""
    with acting() as work:
        return whole(service.withdraw(work, application_id, sent["reason"], sent["version"]))


@signed_in
@api.route(f"{ONE}/reuse", methods=["POST"])
@api.response(201, WholeApplicationSchema)
def reuse(application_id: int) -> dict[str, Any]:
    """Open a new draft with what this application said."""
    with acting() as work:
        return whole(service.reuse(work, application_id))


@requires(Permission.SEE_CASES)
@api.route(f"{ONE}/duplicates")
@api.response(200, OverlapSchema(many=True))
def duplicates(application_id: int) -> list[DuplicateFinding]:
    """List the overlaps of an application with others."""
    with reading() as session:
        return list(queries.duplicates_of(session, _seen(application_id, session).id))


@requires(Permission.RESOLVE_DUPLICATE)
@api.route("/applications/duplicates/<int:finding_id>/resolve", methods=["POST"])
@api.arguments(ResolutionSchema)
@api.response(200, OverlapSchema)
def resolve(sent: dict[str, Any], finding_id: int) -> DuplicateFinding:
    """Say once what two overlapping applications are."""
    with acting() as work:
        return service.resolve_duplicate(work, finding_id, sent["decision"], sent["note"])


def _save(application_id: int, step: str, sent: dict[str, Any]) -> dict[str, Any]:
    values = {name: value for name, value in sent.items() if name != "version"}
    with acting() as work:
        return whole(service.save_step(work, application_id, step, values, sent["version"]))


def _seen(application_id: int, session: Any) -> Application:
    application = queries.get(session, application_id)
    must_look(session, signed_in_actor(), application)
    return application


def whole(application: Application) -> dict[str, Any]:
    """Return the application as the interface shows it: numbers of people masked."""
    unseal = installation().keyring.unseal
    own = [name for name in WholeApplicationSchema().fields if name != "members"]
    theirs = [name for name in FamilyMemberSchema().fields if name != "identity_masked"]
    members = [
        {
            **{name: getattr(member, name) for name in theirs},
            "identity_masked": masked_identity(unseal(member.identity_sealed)),
        }
        for member in application.members
    ]
    return {**{name: getattr(application, name) for name in own}, "members": members}
