"""Between the forms of an application and the facts they stand for."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict

from housing.applications import forms
from housing.applications.family_draft import CONTACT, members_of
from housing.applications.models import Application, Member
from housing.applications.months import months_between
from housing.applications.words import Relation
from housing.households.words import Group
from housing.web.language import said

Typed = Sequence[Sequence[str]]
LISTS = ("dwellings", "disposals", "policy_housing", "vehicles")


def filled(form: type[FlaskForm], typed: Typed | None, facts: Mapping[str, Any]) -> FlaskForm:
    """Return a form with what was sent now, else with what was typed before, else with facts.

    What was typed before and could not be read shows its errors again.
    """
    if typed is None:
        return form(data=dict(facts))
    return form(formdata=MultiDict([(name, value) for name, value in typed]), meta={"csrf": False})


def typed_in(sent: MultiDict[str, str]) -> list[list[str]]:
    """Return what was typed into a form, without its token, as it can be kept."""
    left_out = ("csrf_token", "version", "save", "more")
    return [[name, value] for name, value in sent.items(multi=True) if name not in left_out]


def mark(form: FlaskForm, refused: Mapping[str, str]) -> None:
    """Put each refusal at its field; what belongs to no field of the form stands above it."""
    fields = {field.name: field for field in _all_fields(form)}
    for name, words in refused.items():
        field = fields.get(name)
        if field is None:
            form.form_errors.append(said(words))
        else:
            field.errors = [*field.errors, said(words)]
            form[name.partition("-")[0]].errors = [said(words)]


def contact_facts(people: Mapping[str, Any], holder: Mapping[str, str]) -> dict[str, Any]:
    """Return what the page of addresses shows; the phone is at first the account holder's."""
    known = {name: people.get(name) for name in CONTACT}
    return known | {"phone": known["phone"] or holder.get("phone")}


def contact_values(form: FlaskForm) -> dict[str, Any]:
    """Return what the page of addresses says."""
    return {name: form[name].data or None for name in CONTACT if name in form} | {
        "needs_accessible": bool(form.needs_accessible.data)
    }


def person_facts(people: Mapping[str, Any], at: int, holder: Mapping[str, str]) -> dict[str, Any]:
    """Return what is known of the person at place `at`; the first may be the account holder."""
    members = members_of(people)
    if at >= len(members):
        return {**holder, "relation": Relation.HEAD.value} if at == 0 else {}
    known = members[at]
    born = known.get("birth_on")
    return {**known, "birth_on": date.fromisoformat(born) if born else None}


def person_values(form: FlaskForm, at: int) -> dict[str, Any]:
    """Return what the page of a person says; the first one applies."""
    names = ("name", "relation", "document_kind", "identity_number", "marital", "capacity")
    born = form.birth_on.data
    return {name: form[name].data for name in names} | {
        "birth_on": born.isoformat() if born else None,
        "phone": form.phone.data or None,
        "is_applicant": at == 0,
    }


def guardian_facts(people: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is known of the guardian, under the form's names."""
    names = ("name", "relation", "document_kind", "identity_number")
    return {name: people.get(f"guardian_{name}") for name in names}


def guardian_values(form: FlaskForm) -> dict[str, Any]:
    """Return what the page of the guardian says."""
    names = ("name", "relation", "document_kind", "identity_number")
    return {f"guardian_{name}": form[name].data for name in names}


def home_facts(application: Application) -> dict[str, Any]:
    """Return what is known of the family's housing."""
    return {
        "present_area": application.present_area,
        "owned_area": application.owned_area,
        "dwellings": application.dwellings,
        "disposals": [_with_day(line) for line in application.disposals],
        "policy_housing": [_with_day(line) for line in application.policy_housing],
    }


def home_values(form: FlaskForm) -> dict[str, Any]:
    """Return what the page of housing says; empty lines are left out."""
    return {
        "present_area": form.present_area.data,
        "owned_area": form.owned_area.data,
        **{name: _lines(form[name]) for name in ("dwellings", "disposals", "policy_housing")},
    }


def earners(application: Application) -> list[Member]:
    """Return the members in the order of the page: the applicant first."""
    return sorted(application.members, key=lambda each: (not each.is_applicant, each.position))


def income_facts(application: Application) -> dict[str, Any]:
    """Return what is known of the family's income and property."""
    return {
        "earnings": [
            {"income_fen": each.income_fen, "employer": each.employer}
            for each in earners(application)
        ],
        "assets_fen": application.assets_fen,
        "vehicles": application.vehicles,
        "rescue": application.rescue.value if application.assets_fen is not None else None,
        "priority_groups": application.priority_groups,
    }


def income_values(form: FlaskForm, application: Application) -> dict[str, Any]:
    """Return what the page of income says."""
    rows = zip(earners(application), form.earnings, strict=True)
    return {
        "members": [
            {
                "id": each.id,
                "income_fen": row.form.income_fen.data,
                "employer": row.form.employer.data or "",
            }
            for each, row in rows
        ],
        "assets_fen": form.assets_fen.data,
        "vehicles": [field.data for field in form.vehicles if field.data is not None],
        "rescue": form.rescue.data,
        "priority_groups": form.priority_groups.data or [],
    }


def income_refused(refused: Mapping[str, str]) -> dict[str, str]:
    """Return refusals under the names of the page, which calls members' lines earnings."""
    return {
        "earnings" + name.removeprefix("members") if name.startswith("members-") else name: words
        for name, words in refused.items()
    }


def work_facts(application: Application) -> dict[str, Any]:
    """Return what is known of a worker's job and insurance."""
    months = sorted(application.insurance_months)
    return {
        "work_street": application.work_street,
        "employer_name": application.employer_name,
        "work_address": application.work_address,
        "employed_since": application.employed_since,
        "graduated_on": application.graduated_on,
        "insured_from": months[0] if months else None,
        "insured_to": months[-1] if months else None,
    }


def work_values(form: FlaskForm) -> dict[str, Any]:
    """Return what the page of work says; the months between the first and the last are whole."""
    first, last = form.insured_from.data, form.insured_to.data
    values = {
        "work_street": form.work_street.data,
        "employer_name": form.employer_name.data,
        "work_address": form.work_address.data,
        "employed_since": form.employed_since.data,
        "insurance_months": list(months_between(first, last)) if first and last else [],
    }
    return values | ({"graduated_on": form.graduated_on.data} if form.graduated_on else {})


def work_form(application: Application) -> type[FlaskForm]:
    """Return the form of work for the group; only new employees are asked when they graduated."""
    if application.group is Group.NEW_EMPLOYEE:
        return forms.WorkForm
    return type("WorkForm", (forms.WorkForm,), {"graduated_on": None})


def _lines(rows: Iterable[Any]) -> list[dict[str, Any]]:
    return [
        {name: value for name, value in row.form.data.items() if name != "csrf_token"}
        for row in rows
        if not row.form.is_empty()
    ]


def _with_day(line: Mapping[str, Any]) -> dict[str, Any]:
    return {**line, "on": date.fromisoformat(line["on"])}


def _all_fields(form: Any) -> Iterable[Any]:
    for field in form:
        yield field
        if field.type == "FieldList":
            for entry in field:
                yield entry
                if entry.type == "FormField":
                    yield from _all_fields(entry.form)
