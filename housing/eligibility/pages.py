"""The self-check: anybody tries the conditions of admission; nothing is kept."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from housing.core.errors import NotFound
from housing.eligibility import page_words
from housing.eligibility.assess import Assessment, assess, groups_that_fit
from housing.eligibility.citing import cited
from housing.eligibility.declared import facts_declared
from housing.eligibility.findings import Verdict
from housing.eligibility.forms import SelfCheckForm, form_for, values_of
from housing.eligibility.lines import Lines, lines_for
from housing.households.words import Group
from housing.policies import queries as policies
from housing.policies.book import PolicyBook
from housing.web import guards
from housing.web.acting import reading
from housing.web.installation import installation
from housing.web.limits import READING, limiter

blueprint = Blueprint("self_check", __name__, template_folder="templates")


@blueprint.get("/self-check")
@guards.public
def start() -> ResponseReturnValue:
    """Let the visitor choose the group to try."""
    return render_template("self_check/start.html", groups=page_words.GROUPS)


@blueprint.route("/self-check/<group>", methods=["GET", "POST"])
@guards.public
@limiter.limit(READING)
def check(group: str) -> ResponseReturnValue:
    """Ask what the group is asked, and answer condition by condition.

    Basis: HN 12 (HN-12-1 to HN-12-7), HN 10 (HN-10-1).
    """
    chosen, book = _group(group), _book()
    lines = lines_for(book, installation().settings.place, installation().clock.today())
    form = form_for(chosen, lines)
    if request.method == "POST" and "more" in request.form:
        form.disposals.append_entry()
        return _page(chosen, lines, form)
    if not form.validate_on_submit():
        return _page(chosen, lines, form), 400 if form.is_submitted() else 200
    facts = facts_declared(values_of(form, chosen, lines.day), lines.day)
    assessment = assess(facts, lines)
    others = [each for each in groups_that_fit(facts, lines) if each is not chosen]
    return _page(chosen, lines, form, assessment, others, cited(assessment, book))


def _page(
    group: Group,
    lines: Lines,
    form: SelfCheckForm,
    assessment: Assessment | None = None,
    others: list[Group] | None = None,
    articles: dict[str, tuple[str, ...]] | None = None,
) -> str:
    return render_template(
        "self_check/check.html",
        group=group,
        lines=lines,
        form=form,
        assessment=assessment,
        others=others or [],
        articles=articles or {},
        words=page_words,
        Verdict=Verdict,
    )


def _group(word: str) -> Group:
    if word not in list(Group):
        raise NotFound(f"没有“{word}”这一类保障对象 / there is no group '{word}'")
    return Group(word)


def _book() -> PolicyBook:
    with reading() as session:
        return policies.book(session)
