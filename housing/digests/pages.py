"""Public pages of the digests: the list, and each as the file that one can keep."""

from datetime import date

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from housing.core.errors import NotFound
from housing.digests import queries
from housing.digests.contents import digest_bytes
from housing.web import guards
from housing.web.acting import reading
from housing.web.installation import installation
from housing.web.paging import paged
from housing.web.tag_words import TAG_WORDS

blueprint = Blueprint("digests", __name__, template_folder="templates")


@blueprint.get("/digests")
@guards.public
def listing() -> ResponseReturnValue:
    """Show the digests of this place, the newest first."""
    place = installation().settings.place
    with reading() as session:
        paging = paged(queries.count(session, place))
        digests = queries.listing(session, place, paging.offset, paging.rows)
    return render_template(
        "digests/listing.html", digests=digests, paging=paging, place=place, tag_words=TAG_WORDS
    )


@blueprint.get("/digests/<day>.json")
@guards.public
def download(day: str) -> ResponseReturnValue:
    """Hand out the digest of one day, byte for byte as it was hashed."""
    with reading() as session:
        digest = queries.get(session, installation().settings.place, _day(day))
    name = f"digest-{digest.place}-{digest.day}.json"
    answer = Response(digest_bytes(digest), mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise NotFound(
            f"“{text}”不是日期，应如 2026-09-01 / {text!r} is no day; write e.g. 2026-09-01"
        ) from fault
