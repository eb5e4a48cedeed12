"""Refusals as people read them: the sentence, and what their place cites for it."""

import re
from collections.abc import Callable, Sequence
from datetime import date

from flask import Flask, current_app
from markupsafe import Markup
from sqlalchemy.orm import Session

from housing.core.clock import day_of
from housing.core.errors import HousingError, MissingPolicyValue
from housing.web.acting import somebody
from housing.web.installation import installation, reading
from housing.web.language import language, said

#: What a place cites on a day for these rules, as people write it; "" for nothing.
Citer = Callable[[Session, Sequence[str], str, date], str]
_KEY = "housing-citer"
_RULE = re.compile(r"[A-Z]{2,4}-[0-9]+(?:-[0-9]+)*")


def cite_with(app: Flask, citer: Citer) -> None:
    """Let the pages of `app` cite what rules rest on; features above the web know how."""
    app.extensions[_KEY] = citer
    app.context_processor(
        lambda: {"explained": explained, "basis_for": basis_for, "basis_in": basis_in}
    )


def basis_of(error: HousingError) -> str:
    """Return what the place of whoever is signed in cites for a refusal; "" where nothing.

    Nobody signed in stands for the place of the installation. A place that has no legal basis on
    file cites none.
    """
    return basis_for(*error.rules)


def basis_for(*rules: str) -> str:
    """Return what the visitor's place cites today for these rules; "" where nothing."""
    if not rules:
        return ""
    here, actor = installation(), somebody()
    citer: Citer = current_app.extensions[_KEY]
    with reading() as session:
        try:
            place = actor.place if actor else here.settings.place
            return citer(session, rules, place, day_of(here.clock.now()))
        except MissingPolicyValue:
            return ""


def basis_in(text: str) -> str:
    """Return what the visitor's place cites today for the rules that a kept basis names."""
    return basis_for(*dict.fromkeys(_RULE.findall(text)))


def explained(error: HousingError) -> str:
    """Return a refusal in the visitor's language, with what the place cites for it."""
    sentence, basis = said(str(error)), basis_of(error)
    if not basis:
        return sentence
    if language() == "en":
        return Markup('{} (basis: <span lang="zh-CN">{}</span>)').format(sentence, basis)
    return f"{sentence}（依据：{basis}）"
