"""Acts on projects of affordable rental housing: declare, recognise, list, weigh."""

from collections.abc import Mapping, Sequence

from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.errors import BadInput, BrokenRule, WrongState
from housing.core.work import Work
from housing.policies import queries as policies
from housing.rental_projects import queries, rules
from housing.rental_projects.facts import (
    CandidateStated,
    EnterpriseStated,
    ProjectStated,
    facts_of,
    layouts_json,
)
from housing.rental_projects.models import (
    AcquisitionCandidate,
    RentalEnterprise,
    RentalListing,
    RentalProject,
    RentalRecognition,
)
from housing.rental_projects.rules import Facts, Finding, Outcome


def keep_enterprise(work: Work, stated: EnterpriseStated) -> tuple[RentalEnterprise, list[Finding]]:
    """Keep what an enterprise declares, and return how it stands to its scale.

    It is kept whether it fits or not; the register shows the ratio. Basis: OD (OD-4-3-3).

    Raises:
        NotAllowed: the actor does not keep projects.
        MissingPolicyValue: the place has set no thresholds.
    """
    work.actor.must(Permission.KEEP_PROJECTS)
    book = policies.book(work.session)
    capital = int(book.value("enterprise_capital_by_scale", work.place, work.day).value)
    a_head = int(book.value("enterprise_staff_by_scale", work.place, work.day).value)
    found = rules.enterprise_fits(
        stated.capital_fen, stated.staff, stated.units_managed, capital, a_head
    )
    kept = queries.find_enterprise(work.session, work.place, stated.name)
    if kept is None:
        kept = RentalEnterprise(place=work.place, name=stated.name)
        work.session.add(kept)
    kept.capital_fen, kept.staff = stated.capital_fen, stated.staff
    kept.units_managed, kept.declared_on = stated.units_managed, work.day
    after = {
        "capital_fen": stated.capital_fen,
        "staff": stated.staff,
        "units_managed": stated.units_managed,
        "findings": _json(found),
    }
    work.record(Entry(Tag.RENTAL_ENTERPRISE_KEPT, f"enterprise:{stated.name}", after=after))
    work.session.flush()
    return kept, found


def keep_project(work: Work, stated: ProjectStated) -> RentalProject:
    """Keep a project as declared; a recognised one does not change any more.

    Raises:
        NotAllowed: the actor does not keep projects.
        BadInput: no layout, or a layout without units or area.
        WrongState: the project has been recognised.
    """
    work.actor.must(Permission.KEEP_PROJECTS)
    _must_be_whole(stated.facts)
    kept = queries.find_project(work.session, work.place, stated.code)
    if kept is not None and queries.recognition(work.session, kept.id):
        raise WrongState(
            f"项目 {stated.code} 已认定，不能再改 / project {stated.code} is recognised and stays"
        )
    if kept is None:
        kept = RentalProject(place=work.place, code=stated.code)
        work.session.add(kept)
    kept.name, kept.owner, kept.legacy = stated.name, stated.owner, stated.facts.legacy
    kept.floor_area = stated.facts.floor_area
    kept.commercial_area = stated.facts.commercial_area
    kept.layouts = layouts_json(stated.facts)
    kept.kept_by, kept.kept_at = work.actor.name, work.now
    after = {
        "floor_area": kept.floor_area,
        "commercial_area": kept.commercial_area,
        "legacy": int(kept.legacy),
        "layouts": kept.layouts,
    }
    work.record(Entry(Tag.RENTAL_PROJECT_KEPT, f"rental_project:{stated.code}", after=after))
    work.session.flush()
    return kept


def findings_of(work: Work, project: RentalProject) -> list[Finding]:
    """Return how a project stands to the standards of its place (KM-N3-1, -2, -3, -4).

    Raises:
        MissingPolicyValue: the place sets no such standards.
    """
    return findings_by(queries.terms_of(policies.book(work.session), work.place, work.day), project)


def findings_by(terms: rules.Terms, project: RentalProject) -> list[Finding]:
    """Return how a project stands to these terms (KM-N3-1, KM-N3-2, KM-N3-3, KM-N3-4)."""
    facts = facts_of(project)
    return [
        rules.large_enough(facts, terms),
        rules.mostly_small(facts, terms),
        rules.little_commerce(facts, terms),
    ]


def recognise(work: Work, code: str, number: str, reason: str = "") -> RentalRecognition:
    """Certify a project; what fails stops it, a warning (原则上) needs a reason.

    Basis: KM (KM-N3-1, KM-N3-2, KM-N3-3, KM-N3-4). Whoever keeps projects does not recognise them.

    Raises:
        NotAllowed: the actor recognises no projects.
        BrokenRule: a standard fails, or a warning without a reason.
        WrongState: it has been recognised.
        BadInput: no number.
    """
    work.actor.must(Permission.RECOGNISE_PROJECT)
    project = queries.project(work.session, work.place, code)
    if queries.recognition(work.session, project.id):
        raise WrongState(f"项目 {code} 已认定 / project {code} is recognised already")
    if not number.strip():
        raise BadInput("认定书编号：请填写 / certificate number: must not be empty")
    found = findings_of(work, project)
    _must_not_fail(found)
    warned = [each for each in found if each.outcome is Outcome.WARNING]
    if warned and not reason.strip():
        raise BrokenRule(
            f"{_zh(warned)}。原则上应符合，例外须写明理由"
            f" / {_en(warned)}; an exception in principle needs a reason"
        )
    made = RentalRecognition(
        project_id=project.id,
        number=number.strip(),
        findings=_json(found),
        reason=reason.strip(),
        recognised_on=work.day,
        recognised_by=work.actor.name,
    )
    work.session.add(made)
    after = {"number": made.number, "findings": made.findings}
    work.record(
        Entry(
            Tag.RENTAL_PROJECT_RECOGNISED,
            f"rental_project:{code}",
            after=after,
            reason=made.reason,
            document=made.number,
        )
    )
    work.session.flush()
    return made


def publish_listing(
    work: Work, code: str, layout_name: str, fields: Mapping[str, str]
) -> RentalListing:
    """Publish units of one layout, if the listing is whole and the place's standards are met.

    Checked are the values that the place has: equipment and rent where its instrument asks for
    them (KM-N3-5, KM-N3-6), the fields of a listing where its does (OD-4-3-2).

    Raises:
        NotAllowed: the actor does not keep projects.
        NotFound: no such project or layout.
        BrokenRule: a standard is not met; names what is missing.
        MissingPolicyValue: the instrument asks for a standard that nobody has set.
    """
    work.actor.must(Permission.KEEP_PROJECTS)
    project = queries.project(work.session, work.place, code)
    layouts = {each.name: each for each in facts_of(project).layouts}
    if layout_name not in layouts:
        raise BadInput(f"户型：没有“{layout_name}” / layout: there is no '{layout_name}'")
    found = _listing_findings(work, layouts[layout_name], fields)
    _must_not_fail(found)
    made = RentalListing(
        project_id=project.id,
        layout=layout_name,
        fields=dict(fields),
        findings=_json(found),
        published_at=work.now,
        published_by=work.actor.name,
    )
    work.session.add(made)
    after = {"layout": layout_name, "fields": dict(fields), "findings": made.findings}
    work.record(Entry(Tag.RENTAL_LISTING_PUBLISHED, f"rental_project:{code}", after=after))
    work.session.flush()
    return made


def weigh(work: Work, stated: CandidateStated) -> AcquisitionCandidate:
    """Weigh a project that might be bought against unmet demand and the price limit.

    Basis: OD (OD-4-1-1, OD-4-1-2: layout, area and location are stated, the price is reasonable).

    Raises:
        NotAllowed: the actor does not keep projects.
        BadInput: layout or location is not stated.
        MissingPolicyValue: the place has set no price limit.
    """
    work.actor.must(Permission.KEEP_PROJECTS)
    if not (stated.layout.strip() and stated.location.strip()):
        raise BadInput("户型、位置：请填写 / layout and location: must not be empty")
    book = policies.book(work.session)
    price_max = int(book.value("acquisition_price", work.place, work.day).value)
    wanted = queries.unmet(
        work.session, work.place, stated.layout, stated.size_min, stated.size_max
    )
    found = rules.worth_buying(stated.units, stated.price_fen, wanted, price_max)
    made = AcquisitionCandidate(
        place=work.place,
        name=stated.name,
        layout=stated.layout,
        area=stated.area,
        location=stated.location,
        units=stated.units,
        price_fen=stated.price_fen,
        size_min=stated.size_min,
        size_max=stated.size_max,
        demand=wanted,
        findings=_json(found),
        weighed_on=work.day,
        weighed_by=work.actor.name,
    )
    work.session.add(made)
    work.session.flush()
    after = {"units": made.units, "demand": wanted, "findings": made.findings}
    work.record(Entry(Tag.ACQUISITION_WEIGHED, f"acquisition:{made.id}", after=after))
    return made


def _listing_findings(work: Work, layout: rules.Layout, fields: Mapping[str, str]) -> list[Finding]:
    book, place, day = policies.book(work.session), work.place, work.day
    own = {each.id for each in book.governing(place)}
    found = []
    if "KM" in own:
        equipment = queries.listed(str(book.value("required_equipment", place, day).value))
        market = int(book.value("market_rent_reference", place, day).value)
        cap = int(book.value("rent_cap_of_market", place, day).value)
        found += [rules.equipped(layout, equipment), rules.rent_within(layout, market, cap)]
    if "OD" in own:
        required = queries.listed(str(book.value("listing_required_fields", place, day).value))
        found.append(rules.listing_whole(fields, required))
    return found


def _must_be_whole(facts: Facts) -> None:
    if not facts.layouts or any(each.units < 1 or each.area < 1 for each in facts.layouts):
        raise BadInput(
            "户型：至少一种，套数和面积大于零 / layouts: at least one, with units and area above 0"
        )


def _must_not_fail(found: Sequence[Finding]) -> None:
    failed = [each for each in found if each.outcome is Outcome.FAILED]
    if failed:
        raise BrokenRule(f"{_zh(failed)} / {_en(failed)}")


def _zh(found: Sequence[Finding]) -> str:
    return "；".join(each.says.partition(" / ")[0] for each in found)


def _en(found: Sequence[Finding]) -> str:
    return "; ".join(each.says.partition(" / ")[2] for each in found)


def _json(found: Sequence[Finding]) -> list[dict[str, str]]:
    return [each.to_json() for each in found]
