"""JSON interface of occupancy: every project beside its targets, its outlook, what was counted.

What is known of a project is kept by the deed of its page.
"""

from collections.abc import Sequence

from marshmallow import Schema, fields

from housing.calendar import load_calendar
from housing.occupancy import queries
from housing.occupancy.models import OccupancyCount
from housing.occupancy.rules import Outlook, ProjectCounts, Target, targets
from housing.occupancy.words import Standing, TargetKind
from housing.policies import queries as policies
from housing.web.acting import reading
from housing.web.api import ApiBlueprint
from housing.web.guards import public
from housing.web.installation import installation
from housing.web.limits import READING, limiter

api = ApiBlueprint("occupancy", __name__, description="分配入住率 / occupancy")


class TargetSchema(Schema):
    """One target of a project; `expected` and `lacking` units where it will be missed."""

    kind = fields.Enum(TargetKind, by_value=True, required=True)
    rule = fields.String(required=True)
    ends_on = fields.Date(required=True, allow_none=True)
    percent_min = fields.Integer(required=True)
    standing = fields.Enum(Standing, by_value=True, required=True)
    expected = fields.Integer(required=True, allow_none=True)
    lacking = fields.Integer(required=True, allow_none=True)


class ProjectOccupancySchema(Schema):
    """A project, its units, and how it stands to its targets; none where the law sets none."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    units = fields.Integer(required=True)
    occupied = fields.Integer(required=True)
    targets = fields.List(fields.Nested(TargetSchema), required=True)


class OccupancyCountSchema(Schema):
    """What was counted on the last day of a target."""

    project_code = fields.String(required=True)
    kind = fields.Enum(TargetKind, by_value=True, required=True)
    due_on = fields.Date(required=True)
    counted_on = fields.Date(required=True)
    units = fields.Integer(required=True)
    occupied = fields.Integer(required=True)
    reached = fields.Boolean(required=True)


@public
@api.route("/occupancy")
@limiter.limit(READING)
@api.response(200, ProjectOccupancySchema(many=True))
def projects() -> list[dict[str, object]]:
    """Return how many flats of each estate are lived in, and which will miss a target."""
    place, day = installation().settings.place, installation().clock.today()
    with reading() as session:
        book = policies.book(session)
        terms = queries.terms_of(book, place, day)
        found = queries.projects(session, place)
        risks = {
            each.project.code: each.outlooks for each in queries.at_risk(session, book, place, day)
        }
    calendar = load_calendar()
    return [
        _told(each, targets(calendar, each, terms, day) if terms else (), risks.get(each.code, ()))
        for each in found
    ]


@public
@api.route("/occupancy/counts")
@limiter.limit(READING)
@api.response(200, OccupancyCountSchema(many=True))
def counts() -> Sequence[OccupancyCount]:
    """Return what was counted when targets fell due, the latest first."""
    with reading() as session:
        return queries.counts(session, installation().settings.place)


def _told(
    project: ProjectCounts, aims: Sequence[Target], risks: Sequence[Outlook]
) -> dict[str, object]:
    outlooks = {each.target.kind: each for each in risks}
    rows = []
    for aim in aims:
        risk = outlooks.get(aim.kind)
        rows.append(
            {
                "kind": aim.kind,
                "rule": aim.rule,
                "ends_on": aim.ends_on,
                "percent_min": aim.percent_min,
                "standing": aim.standing,
                "expected": risk.expected if risk else None,
                "lacking": risk.lacking if risk else None,
            }
        )
    return {
        "code": project.code,
        "name": project.name,
        "units": project.units,
        "occupied": project.occupied,
        "targets": rows,
    }
