"""The questions of an application, one small group a page; each is saved when it is sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from housing.applications import forms, questions, service
from housing.applications.asking import keep, onward, read, save_people, show, typed_for, version_of
from housing.applications.door import blueprint
from housing.applications.drafts import Draft
from housing.applications.family_draft import STEP, refused_here, with_member, without_member
from housing.applications.page_words import RELATIONS
from housing.applications.pages_sign_up import ask_again
from housing.applications.refusals import EditConflict, FieldRefusal
from housing.applications.shown import basis_words
from housing.applications.steps import is_worker
from housing.core.access.permissions import Permission
from housing.core.errors import NotFound
from housing.households.masking import masked_identity
from housing.web import guards
from housing.web.acting import acting
from housing.web.citing import explained
from housing.web.language import said


@blueprint.route("/apply/<int:application_id>/people/<int:position>", methods=["GET", "POST"])
@guards.requires(Permission.FILL_IN, signed_out=ask_again)
def person(application_id: int, position: int) -> ResponseReturnValue:
    """Ask about one person of the family."""
    draft, at = read(application_id), position - 1
    members = draft.people.get("members", [])
    if not 0 <= at <= len(members):
        raise NotFound("没有这位家庭成员 / there is no such member")
    page = f"person-{position}"
    form = questions.filled(
        forms.MemberForm,
        typed_for(draft, STEP, page),
        questions.person_facts(draft.people, at, draft.holder),
    )
    form.offer(is_worker=is_worker(draft.application))
    return _people_page(
        draft,
        _Page("family", page, f"members-{at}-", "apply/person.html"),
        form,
        lambda sent: with_member(draft.people, at, questions.person_values(sent, at)),
        known=members[at] if at < len(members) else None,
        position=position,
    )


@blueprint.post("/apply/<int:application_id>/people/<int:position>/drop")
@guards.requires(Permission.FILL_IN)
def drop_person(application_id: int, position: int) -> ResponseReturnValue:
    """Take somebody out of the family that applies."""
    draft = read(application_id)
    save_people(draft, without_member(draft.people, position - 1), f"person-{position}")
    return redirect(url_for("applications.step", application_id=application_id, step="family"))


def family(draft: Draft) -> ResponseReturnValue:
    """Show who belongs to the family; going on takes it as a whole."""
    form = forms.EmptyForm()
    wrong: Mapping[str, str] = {}
    if request.method == "POST":
        refused = save_people(draft, draft.people, "family")
        wrong = refused.fields if refused else {}
        if not wrong or all(name.startswith("guardian_") for name in wrong):
            return onward(draft, "family")
        form.form_errors = [
            said(words) for name, words in wrong.items() if not name.startswith("members-")
        ] or [_("请先改正下面标出的内容。")]
        form.form_errors += basis_words(refused) if refused else []
    lines = [
        {
            **member,
            "position": at + 1,
            "shown": masked_identity(member["identity_number"]),
            "wrong": [
                said(words) for name, words in wrong.items() if name.startswith(f"members-{at}-")
            ],
        }
        for at, member in enumerate(draft.people.get("members", []))
    ]
    return show(draft, "family", form, people=lines, relations=RELATIONS)


def contact(draft: Draft) -> ResponseReturnValue:
    """Ask where the family is registered and lives, and how it is reached."""
    form = questions.filled(
        forms.ContactForm,
        typed_for(draft, STEP, "contact"),
        questions.contact_facts(draft.people, draft.holder),
    )
    if is_worker(draft.application):
        del form.street
    else:
        form.street.choices = forms.choices({name: name for name in draft.streets}, _("请选择"))
    return _people_page(
        draft,
        _Page("contact", "contact"),
        form,
        lambda sent: {**draft.people, **questions.contact_values(sent)},
    )


def guardian(draft: Draft) -> ResponseReturnValue:
    """Ask who applies for somebody without full capacity. Basis: HN 11 (HN-11-4)."""
    form = questions.filled(
        forms.GuardianForm,
        typed_for(draft, STEP, "guardian"),
        questions.guardian_facts(draft.people),
    )
    return _people_page(
        draft,
        _Page("guardian", "guardian", "guardian_"),
        form,
        lambda sent: {**draft.people, **questions.guardian_values(sent)},
    )


def home(draft: Draft) -> ResponseReturnValue:
    """Ask about the family's housing."""
    facts = questions.home_facts(draft.application)
    form = questions.filled(forms.HomeForm, typed_for(draft, "home", "home"), facts)
    return _facts_page(draft, "home", form, questions.home_values)


def income(draft: Draft) -> ResponseReturnValue:
    """Ask what the family earns and has."""
    facts = questions.income_facts(draft.application)
    form = questions.filled(forms.IncomeForm, typed_for(draft, "income", "income"), facts)
    form.priority_groups.choices = forms.choices({word: word for word in draft.priorities})
    people = questions.earners(draft.application)
    if len(form.earnings) != len(people):  # The family changed since this was typed.
        form = forms.IncomeForm(data=facts)
        form.priority_groups.choices = forms.choices({word: word for word in draft.priorities})
    return _facts_page(
        draft,
        "income",
        form,
        lambda sent: questions.income_values(sent, draft.application),
        names=[each.name for each in people],
    )


def work(draft: Draft) -> ResponseReturnValue:
    """Ask a worker about job and insurance."""
    kind = questions.work_form(draft.application)
    facts = questions.work_facts(draft.application)
    form = questions.filled(kind, typed_for(draft, "work", "work"), facts)
    form.work_street.choices = forms.choices({name: name for name in draft.streets}, _("请选择"))
    return _facts_page(draft, "work", form, questions.work_values)


@dataclass(frozen=True, slots=True)
class _Page:
    """A page of the step `people`: its question, its own name, and how refusals name its fields."""

    question: str
    name: str
    prefix: str = ""
    template: str = ""


def _people_page(
    draft: Draft,
    page: _Page,
    form: FlaskForm,
    values: Callable[[FlaskForm], Mapping[str, Any]],
    **shown: Any,
) -> ResponseReturnValue:
    shown["template"] = page.template
    if request.method == "GET":
        return show(draft, page.question, form, **shown)
    if form.validate():
        try:
            refused = save_people(draft, values(form), page.name)
        except EditConflict as conflict:
            form.form_errors.append(explained(conflict))
        else:
            here = refused_here(refused, page.prefix, tuple(form.data)) if refused else {}
            if not here:
                return onward(draft, page.question, stay=page.question == "family")
            questions.mark(form, here)
    return keep(draft, STEP, page.name, form, page.question, **shown)


def _facts_page(
    draft: Draft,
    name: str,
    form: FlaskForm,
    values: Callable[[FlaskForm], Mapping[str, Any]],
    **shown: Any,
) -> ResponseReturnValue:
    if request.method == "GET":
        return show(draft, name, form, **shown)
    if request.form.get("more") in questions.LISTS and request.form["more"] in form:
        form[request.form["more"]].append_entry()
        return keep(draft, name, name, form, name, **shown)
    if not form.validate():
        return keep(draft, name, name, form, name, **shown)
    try:
        with acting() as work:
            service.save_step(work, draft.application.id, name, values(form), version_of(draft))
    except FieldRefusal as refusal:
        questions.mark(form, questions.income_refused(refusal.fields))
        return keep(draft, name, name, form, name, **shown)
    except EditConflict as conflict:
        form.form_errors.append(explained(conflict))
        return keep(draft, name, name, form, name, **shown)
    return onward(draft, name)


#: The questions that are forms; those of papers, consents and sending stand beside.
QUESTIONS: dict[str, Callable[[Draft], ResponseReturnValue]] = {
    "family": family,
    "contact": contact,
    "guardian": guardian,
    "home": home,
    "income": income,
    "work": work,
}
