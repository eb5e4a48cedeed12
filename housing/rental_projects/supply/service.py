"""Acts on rental projects under the measures: declare, approve, prepare, accept, list."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from housing.core import texts
from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry, hold_head
from housing.core.audit.tags import Tag
from housing.core.errors import BadInput, BrokenRule, WrongState
from housing.core.work import Work, not_to_come
from housing.policies import queries as policies
from housing.rental_projects.supply import queries, rules
from housing.rental_projects.supply.models import Supply, SupplyListing
from housing.rental_projects.supply.words import Area, Investor, Raising, UnitForm

given = partial(texts.given, most=200)


@dataclass(frozen=True, slots=True)
class Stated:
    """A project as its owner declares it; `kinds`: [{name, units, area, is_rental}]."""

    code: str
    name: str
    firm: str
    area: Area
    raising: Raising
    investor: Investor
    unit_form: UnitForm
    kinds: tuple[dict[str, Any], ...]
    serviced: bool = False
    scenic_site: str = ""
    scenic_grade: int = 0
    land_allocated: bool = False
    plan_id: int | None = None


@dataclass(frozen=True, slots=True)
class Offered:
    """Units to let as the platform asks for them: every field is needed.

    Basis: HZR 31 (HZR-31-3).
    """

    firm: str
    kind: str
    units: int
    area_size: int
    rent_fen: int
    address: str
    contact: str


@dataclass(frozen=True, slots=True)
class Approval:
    """The joint approval of the three departments. Basis: HZR 8, 14, 15."""

    number: str
    on: date
    departments: frozenset[str]
    annotated: bool = False
    star_rating: int = 0
    checklist: Mapping[str, bool] = field(default_factory=dict)


#: Who approves together. Basis: HZR 8 (HZR-8-1).
DEPARTMENTS = frozenset({"housing", "land", "planning"})


def declare(work: Work, stated: Stated) -> Supply:
    """Keep a project as declared; an approved one does not change any more.

    Basis: HZR 2, 3, 12, 25 (HZR-2-1, HZR-2-2, HZR-2-3, HZR-3-1, HZR-12-1).

    Raises:
        NotAllowed: the actor does not keep projects.
        BrokenRule: the measures do not cover it, or land without charge for private money.
        WrongState: it has been approved.
        BadInput: no units for letting, or a kind without units or area.
    """
    work.actor.must(Permission.KEEP_PROJECTS)
    _check(work, stated)
    hold_head(work.session, work.place)
    kept = queries.find(work.session, work.place, stated.code)
    if kept is not None and kept.approved_on is not None:
        raise WrongState(
            f"项目 {kept.code} 已下达批文，不能再改 / project {kept.code} is approved and stays"
        )
    if kept is None:
        kept = Supply(place=work.place, code=given(stated.code, "项目编号 / code"), checklist={})
        work.session.add(kept)
    for name in Stated.__dataclass_fields__:
        if name not in ("code", "kinds"):
            setattr(kept, name, getattr(stated, name))
    kept.kinds, kept.kept_by = [dict(kind) for kind in stated.kinds], work.actor.name
    units = rules.rental_units(queries.kinds_of(kept))
    after = {"area": stated.area.value, "units": units, "serviced": int(stated.serviced)}
    record(work, kept, Tag.SUPPLY_DECLARED, after=after)
    return kept


def approve(work: Work, code: str, approval: Approval) -> Supply:
    """Note the joint approval; by another person than who keeps the project.

    A serviced apartment is paid a grant only when the approval names it one. Basis: HZR 8, 14, 15
    (HZR-8-1, HZR-14-1, HZR-15-1), HZR 35 (HZR-35-2).

    Raises:
        NotAllowed: the actor recognises no projects, or declared this one.
        BrokenRule: a department is missing, or the measures had lapsed on that day.
        WrongState: it has been approved.
        BadInput: no number, or a day to come.
    """
    work.actor.must(Permission.RECOGNISE_PROJECT)
    number = given(approval.number, "批文文号 / approval number")
    if approval.on > work.day:
        raise BadInput(f"批文日期：{approval.on} 还没有到 / approval: the day has not come")
    missing = DEPARTMENTS - approval.departments
    if missing:
        raise BrokenRule(
            "项目批文须由住房、国土、建规三部门联合下达"
            f" / the three departments approve together; missing: {', '.join(sorted(missing))}",
            rules=("HZR-8-1",),
        )
    policies.book(work.session).check_case(queries.INSTRUMENT, work.place, approval.on)
    kept = hold(work, code)
    if kept.approved_on is not None:
        raise WrongState(f"项目 {code} 已下达批文 / project {code} is approved already")
    _must_be_another(work, kept.kept_by)
    kept.approval_number, kept.approved_on = number, approval.on
    kept.approved_by, kept.annotated = work.actor.name, approval.annotated
    kept.star_rating, kept.checklist = approval.star_rating, dict(approval.checklist)
    after = {"on": approval.on.isoformat(), "annotated": int(approval.annotated)}
    record(work, kept, Tag.SUPPLY_APPROVED, number, after)
    return kept


def convert(work: Work, code: str, *, conversion: str, fitness: str, fit_on: date) -> Supply:
    """Note the approval of a conversion and the record that it is fit to live in.

    Basis: HZR 6, 33 (HZR-6-3, HZR-33-1).

    Raises:
        NotAllowed: the actor does not keep projects.
        WrongState: it is no conversion.
        BadInput: a paper is not named, or the day has not come.
    """
    work.actor.must(Permission.KEEP_PROJECTS)
    paper, seen = (
        given(conversion, "改建审批文件 / approval"),
        given(fitness, "查验记录 / record"),
    )
    not_to_come(work, fit_on, "查验日期 / inspection")
    kept = hold(work, code)
    if kept.raising is not Raising.CONVERSION:
        raise WrongState(f"项目 {code} 不是改建项目 / project {code} is no conversion")
    kept.conversion, kept.fitness, kept.fit_on = paper, seen, fit_on
    record(work, kept, Tag.SUPPLY_CONVERTED, paper, {"fit_on": fit_on.isoformat()})
    return kept


def commission(work: Work, code: str, *, document: str) -> Supply:
    """Note that the housing centre was asked to build and run a project.

    Basis: HZR 10 (HZR-10-1).

    Raises:
        NotAllowed: the actor recognises no projects.
        BadInput: no paper.
    """
    work.actor.must(Permission.RECOGNISE_PROJECT)
    paper = given(document, "委托书 / commission")
    kept = hold(work, code)
    kept.commission = paper
    record(work, kept, Tag.SUPPLY_COMMISSIONED, paper)
    return kept


def publish(work: Work, code: str, offered: Offered) -> SupplyListing:
    """Publish units to let: by a firm on file, of an approved project, with every standard field.

    Basis: HZR 8, 22, 31, 33 (HZR-8-1, HZR-22-1, HZR-31-2, HZR-31-3, HZR-33-1).

    Raises:
        NotAllowed: the actor does not keep projects.
        BrokenRule: approval or conversion papers are missing, or the firm is not on file.
        BadInput: a field is empty.
    """
    work.actor.must(Permission.KEEP_PROJECTS)
    kept = hold(work, code)
    must_be_ready(kept)
    for name, words in (("kind", "户型"), ("address", "位置"), ("contact", "联系方式")):
        given(getattr(offered, name), f"{words} / {name}")
    if min(offered.units, offered.area_size, offered.rent_fen) < 1:
        raise BadInput("套数、面积、租金：应大于零 / units, area and rent: must be above 0")
    if queries.filing_of(work.session, work.place, offered.firm) is None:
        raise BrokenRule(
            f"“{offered.firm}”没有备案，不能发布房源"
            f" / {offered.firm} is not on file and may not list",
            rules=("HZR-31-2",),
        )
    made = SupplyListing(
        supply_id=kept.id,
        published_on=work.day,
        published_by=work.actor.name,
        **{name: getattr(offered, name) for name in Offered.__dataclass_fields__},
    )
    work.session.add(made)
    record(work, kept, Tag.SUPPLY_LISTED, after={"firm": offered.firm, "units": offered.units})
    return made


def must_be_ready(kept: Supply) -> None:
    """Refuse what rests on papers that are not there; see `rules.must_be_ready`."""
    rules.must_be_ready(kept.raising, kept.approved_on is not None, kept.fit_on is not None)


def _check(work: Work, stated: Stated) -> None:
    book, place, day = policies.book(work.session), work.place, work.day
    if not queries.concerns(book, place):
        raise BrokenRule("本地没有这一办法 / these measures do not govern the place")
    in_force = book.find("covered_areas", place, day, queries.INSTRUMENT) is not None
    asked = day if in_force else _last_day(work)
    covered = book.value("covered_areas", place, asked, queries.INSTRUMENT).value
    least = queries.grade_min(book, place, asked)
    rules.must_be_covered(stated.area, stated.scenic_grade, covered, least)
    rules.must_allocate_to_government(stated.investor, stated.land_allocated)
    if any(int(kind["units"]) < 1 or int(kind["area"]) < 1 for kind in stated.kinds):
        raise BadInput("户型：套数和面积应大于零 / kinds: units and area must be above 0")
    if not any(kind["is_rental"] for kind in stated.kinds):
        raise BadInput("户型：至少一种用于出租 / kinds: at least one must be for letting")
    given(stated.name, "项目名称 / name")
    given(stated.firm, "建设、运营单位 / firm")


def _last_day(work: Work) -> date:
    """The last day of the measures: a project of before keeps its claim after it (HZR-35-2)."""
    for own in policies.book(work.session).governing(work.place):
        if own.id == queries.INSTRUMENT and own.last_day is not None:
            return own.last_day
    return work.day


def hold(work: Work, code: str) -> Supply:
    """Return a project with the county's register, both held until the act ends.

    Raises:
        NotFound: the place has none of that code.
    """
    hold_head(work.session, work.place)
    return queries.get(work.session, work.place, code, lock=True)


def _must_be_another(work: Work, name: str) -> None:
    if work.actor.name == name:
        raise BrokenRule(
            "须由登记人以外的人员办理 / somebody else than who put it on file must do this"
        )


def record(work: Work, kept: Supply, tag: Tag, document: str = "", after: object = None) -> None:
    """Write an act on a project into the register."""
    work.session.flush()
    work.record(Entry(tag, kept.case.subject, None, after, document=document), kept.place)
