"""What the forms of a round offer and read: its audience, the announced source, the seed."""

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from wtforms import SelectChoice

from housing.core.work import Work
from housing.plans.authors import may_draft
from housing.policies.queries import book as values_in_force
from housing.rounds import entropy, files, service
from housing.rounds.models import COUNTY, Round
from housing.rounds.terms import term
from housing.web.acting import reading, signed_in_actor
from housing.web.installation import installation
from housing.web.language import language


def choices() -> list[SelectChoice]:
    """Return the sources that the county may announce today: key and name."""
    day = installation().clock.today()
    with reading() as session:
        book = values_in_force(session)
    sources = book.value("seed_sources", signed_in_actor().place, day).value
    return [SelectChoice(source["key"], source["name"][language()]) for source in sources]


def audiences() -> list[SelectChoice]:
    """Return whose round it may be: the county's, or that of an owner whose people are on file.

    A park or an operator begins no round of the county's. Basis: HN 23 (HN-23-1).
    """
    actor, day = signed_in_actor(), installation().clock.today()
    with reading() as session:
        own = values_in_force(session).find("own_stock", actor.place, day)
        owners = [str(row["owner"]) for row in own.value] if own else []
        named = [(COUNTY, _("全县房源，面向全县轮候家庭"))]
        named += [(f"owner:{each}", each) for each in owners]
        return [SelectChoice(*each) for each in named if may_draft(session, actor, each[0])]


def terms_of_round(session: Session, round_: Round) -> tuple[entropy.Source, int]:
    """Return the source that was announced and the bits it must have, as they were frozen.

    Raises:
        BrokenRule: the frozen rules were changed after their hash was written down.
    """
    rules = files.read(session, round_, "rules.json").content
    source = entropy.source_of(term(rules, "seed_sources"), round_.seed_source)
    return source, int(term(rules, "seed_bits_least"))


def bits_found(form: FlaskForm, source: entropy.Source, least: int) -> int:
    """Return the bits of the text that was typed.

    Raises:
        BadInput: the text is not of the announced source, or too short; says what is missing.
    """
    bits = entropy.bits_of(source, form.text.data.strip())
    entropy.check_enough(source, bits, least)
    return bits


def entered(work: Work, form: FlaskForm, round_id: int) -> Round:
    """Keep the seed for ever."""
    return service.enter_seed(
        work,
        round_id,
        text=form.text.data.strip(),
        drawn_at=form.instant(),
        witnesses=form.witnesses.data.strip(),
    )
