"""A court file as the answer to a request: gathered, then bound, then written down and sent."""

from collections.abc import Callable

from flask import Response

from housing.core.work import Work
from housing.court_files.binding import bundle
from housing.court_files.parts import Gathered
from housing.court_files.service import note
from housing.documents.folder import Folder, folder_of
from housing.web.acting import acting
from housing.web.installation import installation

Gather = Callable[[Work, Folder], Gathered]


def court_file(gather: Gather) -> Response:
    """Return what `gather` finds as one PDF; whoever took it stands in the register.

    Binding takes up to minutes, so it is done between two acts: nobody waits for it.

    Raises:
        NotAllowed, NotFound: as `gather`. BadInput: see `binding.bundle`.
    """
    settings = installation().settings
    with acting() as work:
        found = gather(work, folder_of(settings))
    made = bundle(found.cover, found.parts, settings.home / "fonts")
    with acting() as work:
        note(work, found, made)
    headers = {
        "Content-Disposition": f'attachment; filename="{found.case.number}.pdf"',
        "Cache-Control": "no-store",
    }
    return Response(made, content_type="application/pdf", headers=headers)
