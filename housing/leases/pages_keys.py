"""Pages of the flat's state: handing over the keys with a report, and looking in between."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from housing.core.access.permissions import Permission
from housing.core.errors import BadInput
from housing.core.work import Work
from housing.documents.examine import Examined, examine
from housing.documents.folder import folder_of
from housing.documents.service import keep_examined
from housing.leases import conditions, queries, service
from housing.leases.conditions import Found, Item
from housing.leases.forms import ConditionForm
from housing.leases.models import Lease
from housing.leases.papers import PHOTO
from housing.leases.shown import whole
from housing.leases.words import ConditionPurpose
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.deeds import answer, attempt
from housing.web.installation import installation

blueprint = Blueprint("lease_keys", __name__, template_folder="templates")
MOST_PHOTOS = 10
METERS = {"water": "水表", "electricity": "电表", "gas": "燃气表"}


@blueprint.route("/desk/leases/<int:lease_id>/keys", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_LEASES)
def keys(lease_id: int) -> ResponseReturnValue:
    """Hand the keys over with a report of the flat."""
    form = ConditionForm()
    if form.validate_on_submit() and attempt(form, _handed, lease_id):
        flash(_("已交付钥匙，租赁开始。"))
        return redirect(url_for("leases.show", lease_id=lease_id))
    return _form(form, lease_id, is_keys=True)


@blueprint.route("/desk/leases/<int:lease_id>/condition", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_UPKEEP)
def condition(lease_id: int) -> ResponseReturnValue:
    """Write down the state of a flat between moving in and moving out."""
    form = ConditionForm()
    if form.validate_on_submit() and attempt(form, _recorded, lease_id):
        flash(_("已记录房屋状况。"))
        return redirect(url_for("leases.show", lease_id=lease_id))
    return _form(form, lease_id, is_keys=False)


def found_of(form: ConditionForm, documents: tuple[int, ...] = ()) -> Found:
    """Return what a form tells of a flat; rows without a state are left out."""
    items = tuple(
        Item(row["item"].strip(), row["state"], (row["note"] or "").strip())
        for row in form.fittings.data
        if row["state"]
    )
    meters = {words: (form[name].data or "").strip() for name, words in METERS.items()}
    return Found(
        items=items,
        meters={name: reading for name, reading in meters.items() if reading},
        note=form.note.data or "",
        documents=documents,
    )


def _form(form: ConditionForm, lease_id: int, *, is_keys: bool) -> ResponseReturnValue:
    form.offer_rows()
    day = installation().clock.today()
    with reading() as session:
        lease = queries.get(session, signed_in_actor().place, lease_id)
        each = whole(session, lease, day)
    return answer(form, "leases/condition.html", each=each, is_keys=is_keys)


def _handed(form: ConditionForm, lease_id: int) -> bool:
    photos = _photos(form)
    with acting() as work:
        lease = queries.get(work.session, work.place, lease_id)
        service.hand_keys(work, lease_id, found_of(form, _kept(work, lease, photos)))
    return True


def _recorded(form: ConditionForm, lease_id: int) -> bool:
    photos = _photos(form)
    with acting() as work:
        lease = queries.get(work.session, work.place, lease_id, lock=True)
        found = found_of(form, _kept(work, lease, photos))
        conditions.record(work, lease, ConditionPurpose.VISIT, found)
    return True


def _photos(form: ConditionForm) -> list[Examined]:
    """Examine the photos before the act begins, which takes a while."""
    sent = [file for file in form.photos.data or [] if file and file.filename]
    if len(sent) > MOST_PHOTOS:
        raise BadInput(f"照片：一次最多 {MOST_PHOTOS} 张 / photos: at most {MOST_PHOTOS} at once")
    folder = folder_of(installation().settings)
    return [examine(file.filename or "", file.stream, folder) for file in sent]


def _kept(work: Work, lease: Lease, photos: list[Examined]) -> tuple[int, ...]:
    folder = folder_of(installation().settings)
    return tuple(
        dict.fromkeys(keep_examined(work, folder, lease.case, PHOTO, photo).id for photo in photos)
    )
