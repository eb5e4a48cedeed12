"""Forms that act on one case: how an act is run, refused and told, the same on every page."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_wtf import FlaskForm

from housing.core.access.permissions import Permission
from housing.core.errors import HousingError
from housing.core.work import Work
from housing.web import errors, guards
from housing.web.acting import acting
from housing.web.citing import explained

#: Shows the page of a case again, with the form that was refused.
Page = Callable[..., ResponseReturnValue]
_OFFERED: "WeakKeyDictionary[Blueprint, dict[str, Deed]]" = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Deed:
    """One act on a case: `name` is the last part of its address and the prefix of its form.

    `run` gets the act, the filled form and the numbers of the address by their names; `told` is
    said when it is done. `within` is a further part of the address, `<int:pick_id>/`. The macro
    `deed` of deeds.html shows the form with `legend` and `help`, red where it `is_grave`.
    """

    name: str
    right: Permission
    form: type[FlaskForm]
    run: Callable[..., object]
    told: LazyString
    legend: LazyString | str = ""
    help: LazyString | str = ""
    is_grave: bool = False
    within: str = ""


def add_deeds(
    blueprint: Blueprint, address: str, deeds: Sequence[Deed], page: Page, back: str
) -> None:
    """Let each deed be done by POST to its address under `address`, an endpoint of its name each.

    Done: `told` is flashed and the browser led to `back`, an endpoint of the same feature that
    takes the numbers of `address`. Refused: `page(form, **those numbers)` answers with the
    sentence above the form, and nothing typed is lost.
    """
    kept = set(re.findall(r":(\w+)>", address))
    for each in deeds:
        view = _view(each, page, f"{blueprint.name}.{back}", kept)
        guarded = guards.requires(each.right)(view)
        blueprint.add_url_rule(_rule(address, each), each.name, guarded, methods=["POST"])
    offer_deeds(blueprint, address, deeds)


def offer_deeds(blueprint: Blueprint, address: str, deeds: Sequence[Deed]) -> None:
    """Offer deeds in the JSON interface, as `add_deeds` does too; the pages show them their way."""
    held = _OFFERED.setdefault(blueprint, {})
    held.update({_rule(address, each): each for each in deeds})


def offered_by(blueprint: Blueprint) -> Mapping[str, Deed]:
    """Return the deeds that a feature offers, by the address each has on its pages."""
    return _OFFERED.get(blueprint, {})


def _rule(address: str, each: Deed) -> str:
    return f"{address}/{each.within}{each.name.replace('_', '-')}"


def _view(each: Deed, page: Page, back: str, kept: set[str]) -> Callable[..., ResponseReturnValue]:
    def view(**numbers: int) -> ResponseReturnValue:
        form = each.form(prefix=each.name)
        case: dict[str, Any] = {name: number for name, number in numbers.items() if name in kept}
        if perform(form, lambda work: each.run(work, form, **numbers)):
            flash(each.told)
            return redirect(url_for(back, **case))
        return page(form, **case)

    return view


def perform(form: FlaskForm, run: Callable[[Work], object]) -> bool:
    """Run one act if the form was sent and is complete; a refusal is kept for above the form."""

    def do(_form: FlaskForm) -> bool:
        with acting() as work:
            run(work)
        return True

    return bool(form.validate_on_submit() and attempt(form, do))


def attempt(form: FlaskForm, do: Callable[..., Any], *facts: Any) -> Any:
    """Run an act; a refusal is shown above the form, and nothing typed is lost."""
    try:
        return do(form, *facts)
    except HousingError as error:
        form.form_errors.append(explained(error))
        form.refused_with = errors.status_of(error)
        return None


def answer(form: FlaskForm, template: str, **facts: Any) -> ResponseReturnValue:
    """Return the page of a form, with the status of what was wrong with it."""
    status = getattr(form, "refused_with", 400) if form.errors else 200
    return render_template(template, form=form, **facts), status


def forms_of(deeds: Sequence[Deed], filled: FlaskForm | None) -> dict[str, FlaskForm]:
    """Return the form of each deed by its name: the refused one as it was typed, the others new."""
    return {
        each.name: filled
        if filled is not None and filled._prefix == f"{each.name}-"
        else each.form(formdata=None, prefix=each.name)
        for each in deeds
    }


def status_of(filled: FlaskForm | None) -> int:
    """Return the status of a page that may show a refused form."""
    return getattr(filled, "refused_with", 400) if filled is not None else 200
