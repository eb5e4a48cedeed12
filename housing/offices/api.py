"""Offices over the JSON interface."""

from typing import Any

from housing.core.access.offices import OfficeKind
from housing.offices import queries
from housing.offices.models import Office
from housing.offices.schemas import OfficeListArguments, OfficeSchema
from housing.web.acting import reading, signed_in_actor
from housing.web.api import ApiBlueprint, page_answer, page_of, paging_of
from housing.web.guards import signed_in

api = ApiBlueprint("offices", __name__, description="机构 / offices")


@signed_in
@api.route("/offices", methods=["GET"])
@api.arguments(OfficeListArguments, location="query")
@api.response(200, page_of(OfficeSchema))
def listing(asked: dict[str, Any]) -> dict[str, object]:
    """List the offices of the caller's place, by kind and code."""
    kind = OfficeKind(asked["kind"]) if asked["kind"] else None
    with reading() as session:
        place = signed_in_actor().place
        offices = queries.listed(session, place, kind, closed=asked["closed"])
        codes = queries.codes(session, place)
    paging = paging_of(asked, len(offices))
    shown = offices[paging.offset : paging.last]
    return page_answer([_shown(office, codes) for office in shown], paging)


def _shown(office: Office, codes: dict[int, str]) -> dict[str, object]:
    words = {name: getattr(office, name) for name in OfficeSchema().fields if name != "parent"}
    return {**words, "parent": codes.get(office.parent_id or 0)}
