"""Filling the items of a contract with what the record says, amounts also in capitals."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from housing.core.clock import chinese_day
from housing.core.money import Fen, capitals, hundredths, yuan
from housing.core.work import Work
from housing.households import queries as households
from housing.leases import queries
from housing.leases.items import ITEM_WORDS, Item
from housing.leases.models import Lease
from housing.leases.rules import term_words
from housing.leases.texts import OPTIONAL, ContractText, asked_by, text_by_id, text_for
from housing.policies.queries import book as values_in_force
from housing.rent_standards.rules import Quote
from housing.units import queries as units
from housing.units.models import Unit

__all__ = ["ITEM_WORDS", "capitals", "clauses", "completed", "template_of"]

MODEL, FEE = "lease_template", "property_service_fee"


def template_of(work: Work, template: str = "") -> ContractText:
    """Return the contract text for leases of the actor's place, by its id or the one in force.

    Raises:
        MissingPolicyValue: there is none.
    """
    if template:
        return text_by_id(template)
    named = values_in_force(work.session).find(MODEL, work.place, work.day)
    return text_for(work.place, tuple(named.value) if named else (), work.day)


def clauses(work: Work, lease: Lease, unit: Unit, quote: Quote) -> dict[str, str]:
    """Return the fifteen items as they are printed; what nobody knows yet is left empty.

    Basis: HN 24 (HN-24-3).
    """
    facts = {**_unit_facts(work, unit), **_term_facts(lease, quote), **_other_facts(work, lease)}
    text = text_by_id(lease.template)
    return {item.value: _filled(text.clauses[item], facts) for item in Item}


def completed(session: Session, items: Mapping[str, str], before: Lease) -> dict[str, str]:
    """Return items of a renewal, the empty ones as the contract before has them.

    Where that says nothing of the facilities either, the latest report of the flat does.
    """
    whole = {name: text or before.clauses.get(name, "") for name, text in items.items()}
    found = queries.reports(session, before.id)
    if not whole[Item.FACILITIES] and found:
        rows = (f"{row['item']}：{row['state']}" for row in found[-1].items)
        whole[Item.FACILITIES] = f"{chinese_day(found[-1].on)}查看：{'；'.join(rows)}。"
    return whole


def _filled(text: str, facts: Mapping[str, str]) -> str:
    """Return a text with its facts; empty where one that it needs is empty."""
    if any(not facts[name] for name in asked_by(text) - OPTIONAL):
        return ""
    return text.format_map(facts).strip()


def _unit_facts(work: Work, unit: Unit) -> dict[str, str]:
    project = units.projects(work.session, unit.place).get(unit.project_code)
    usable = f"，其中套内面积 {hundredths(unit.usable_area)} 平方米" if unit.usable_area else ""
    return {
        "address": f"{project.name if project else unit.project_code}{unit.address}",
        "unit_code": unit.code,
        "area": hundredths(unit.area),
        "usable_area": usable,
        "layout": unit.layout,
        "floor": str(unit.floor),
        "floors": str(unit.floors),
        "lift": "有电梯" if unit.lift else "无电梯",
        "orientation": f"，朝向{unit.orientation}" if unit.orientation else "",
        "facilities": unit.facilities,
    }


def _term_facts(lease: Lease, quote: Quote) -> dict[str, str]:
    return {
        "term": term_words(lease.starts_on, lease.ends_on),
        "starts_on": chinese_day(lease.starts_on),
        "ends_on": chinese_day(lease.ends_on),
        "rent": yuan(Fen(quote.monthly_fen)),
        "rent_words": capitals(quote.monthly_fen),
        "standard": quote.standard,
        "deposit": yuan(Fen(lease.deposit_fen)),
        "deposit_words": capitals(lease.deposit_fen),
    }


def _other_facts(work: Work, lease: Lease) -> dict[str, str]:
    fee = values_in_force(work.session).find(FEE, lease.place, work.day)
    home = households.get(work.session, lease.place, lease.household_id)
    people = f"{home.name}等" if home.size > 1 else home.name
    return {"fee": fee_words(fee.value) if fee else "", "members": f"{people}共 {home.size} 人"}


def fee_words(value: object) -> str:
    """Return the county's standard of the property fee in words; texts stand as they are."""
    if isinstance(value, int):
        return f"每平方米每月 {yuan(Fen(value))} 元"
    return str(value)
