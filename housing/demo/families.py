"""The people of the demonstration's admission: made-up names, numbers of a county that is none.

Every identity number has the area code 430199, which was never issued, and a right check digit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from stdnum.cn.ric import calc_check_digit

from housing.applications.months import months_between
from housing.applications.states import ApplicationState as S
from housing.applications.words import Channel
from housing.demo.officers import FAMILY_PHONE
from housing.households.words import Group

AREA_CODE, STREET_NAME = "430199", "清溪街道"
#: As many working days before the end as there are: from the first day of admission on.
FROM_THE_FIRST = 999
EMPLOYER_NAME = "湘芯科技"


@dataclass(frozen=True, slots=True)
class Person:
    """One made-up person; `income_fen` a month as declared and as civil affairs knows it."""

    name: str
    born: str
    relation: str = "head"
    marital: str = "single"
    income_fen: int = 0

    @property
    def number(self) -> str:
        """The identity number."""
        body = f"{AREA_CODE}{self.born.replace('-', '')}{int(self.born[-2:]) * 7 + 101:03d}"
        return body + str(calc_check_digit(body + "0"))


@dataclass(frozen=True, slots=True)
class Family:
    """A family, when it applies, and where the demonstration leaves its case.

    `working_days`: so many before the end. `vehicles`: what civil affairs first knows of, in fen;
    put right when the family asks for reconsideration. `band`: what civil affairs certifies, by
    default what the group needs.
    """

    people: tuple[Person, ...]
    group: Group
    stops: S
    working_days: int = FROM_THE_FIRST
    phone: str = ""
    vehicles: tuple[int, ...] = ()
    band: str = ""
    brings_all: bool = True
    asks_again: bool = False
    office_is_down: bool = False
    is_objected_to: bool = False

    @property
    def applicant(self) -> Person:
        """Who applies."""
        return self.people[0]

    @property
    def is_worker(self) -> bool:
        """Whether somebody applies as a worker."""
        return self.group in (Group.NEW_EMPLOYEE, Group.MIGRANT_WORKER)

    @property
    def channel(self) -> Channel:
        """By which door the family comes in."""
        return Channel.WORKPLACE_STREET if self.is_worker else Channel.HOUSEHOLD_STREET

    @property
    def has_account(self) -> bool:
        """Whether the applicant signs in; the others come to the counter."""
        return self.phone == FAMILY_PHONE


def _one(sign: str, born: str, income_fen: int, group: Group, stops: S, **more: Any) -> Family:
    return Family((Person(f"示例{sign}", born, income_fen=income_fen),), group, stops, **more)


_LOW, _MIDDLE = Group.LOW_INCOME, Group.LOWER_MIDDLE
#: All four groups; the farther a case gets, the earlier it begins.
FAMILIES = (
    _one("甲", "1979-04-11", 120000, _LOW, S.REGISTERED),
    Family(
        (
            Person("示例乙", "1984-06-12", marital="married", income_fen=280000),
            Person("示例乙妻", "1986-09-13", "spouse", "married", 260000),
            Person("示例乙女", "2015-02-14", "child"),
        ),
        _MIDDLE,
        S.REGISTERED,
    ),
    _one(
        "丙",
        "1988-08-15",
        150000,
        _LOW,
        S.REGISTERED,
        phone=FAMILY_PHONE,
        vehicles=(12000000,),
        asks_again=True,
    ),
    _one("丁", "1991-10-16", 390000, _MIDDLE, S.REFUSED_FINAL, asks_again=True, band="above"),
    _one("戊", "2001-03-17", 230000, Group.NEW_EMPLOYEE, S.REGISTERED),
    _one("己", "1994-12-18", 240000, Group.MIGRANT_WORKER, S.RECHECKED, working_days=15),
    _one("庚", "1969-07-19", 90000, _LOW, S.COUNTY_RECEIVED, working_days=14),
    _one("辛", "1976-05-20", 200000, _MIDDLE, S.FORWARDED, working_days=11),
    _one("壬", "1982-11-21", 140000, _LOW, S.STREET_PUBLIC, working_days=7, is_objected_to=True),
    _one("癸", "2002-01-22", 220000, Group.NEW_EMPLOYEE, S.ACCEPTED, working_days=5),
    _one("子", "1973-09-23", 110000, _LOW, S.INVESTIGATED, working_days=4, office_is_down=True),
    _one("丑", "1987-02-24", 130000, _LOW, S.INCOMPLETE, working_days=3, brings_all=False),
    _one("寅", "1990-06-25", 210000, _MIDDLE, S.SUBMITTED, working_days=1),
)
#: Workers whom one employer files for with a sheet that goes to the park, all on one day.
STAFF = (
    _one("卯", "1993-05-26", 240000, Group.MIGRANT_WORKER, S.FILED, working_days=5),
    _one("辰", "1995-07-27", 235000, Group.MIGRANT_WORKER, S.PARK_REVIEW, working_days=5),
    _one("巳", "2000-08-28", 225000, Group.NEW_EMPLOYEE, S.SUBMITTED, working_days=5),
)


def steps_of(family: Family, day: date) -> Mapping[str, Mapping[str, Any]]:
    """Return what the family fills in on `day`, by the steps of an application."""
    steps: dict[str, Mapping[str, Any]] = {
        "people": {
            "members": [_member(person) for person in family.people],
            "address": f"{STREET_NAME}示例路 {family.applicant.born[-2:]} 号",
            "residence_address": f"{STREET_NAME}示例路 {family.applicant.born[-2:]} 号 101",
            "street": STREET_NAME,
            "phone": family.phone or f"138{family.applicant.number[6:14]}",
            "assistance": "flat",
        },
        "home": {"present_area": 2000, "owned_area": 0},
        "income": {"assets_fen": 2000000, "rescue": "none"},
    }
    if family.is_worker:
        steps["work"] = {
            "employer_name": "清溪早点铺",
            "work_address": f"{STREET_NAME}集市 5 号",
            "work_street": STREET_NAME,
            "employed_since": day - timedelta(days=600),
            "graduated_on": day - timedelta(days=620),
            "insurance_months": insured_months(day),
        }
    return steps


def insured_months(day: date) -> list[str]:
    """Return the eighteen months before `day`, which were paid without a gap."""
    last = day.replace(day=1) - timedelta(days=1)
    first = last - timedelta(days=31 * 17)
    return list(months_between(f"{first:%Y-%m}", f"{last:%Y-%m}"))


def _member(person: Person) -> dict[str, Any]:
    is_child = person.relation == "child"
    return {
        "name": person.name,
        "relation": person.relation,
        "document_kind": "居民身份证",
        "identity_number": person.number,
        "marital": person.marital,
        "capacity": "none" if is_child else "full",
        "income_fen": person.income_fen,
    }
