"""How documents stand on the pages of the cases they belong to; no page of their own."""

from flask import Blueprint

from housing.documents.drawing import drawn_pages

#: Only lends its templates; each feature guards the address that shows its documents.
blueprint = Blueprint("documents", __name__, template_folder="templates")


@blueprint.app_context_processor
def _words() -> dict[str, object]:
    return {"drawn_pages": drawn_pages}
