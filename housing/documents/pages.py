"""How documents stand on the pages of the cases they belong to; no page of their own."""

from flask import Blueprint

#: Only lends its templates; each feature guards the address that shows its documents.
blueprint = Blueprint("documents", __name__, template_folder="templates")
