"""Public pages of rounds: the list, one round, its order and results, one's own outcome."""

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from housing.core.errors import BadInput
from housing.rounds import diagrams, queries, shown
from housing.rounds.counts import counts, stage_counts
from housing.rounds.forms import FindForm
from housing.rounds.models import Round
from housing.rounds.outcome import Outcome
from housing.rounds.rule_rows import rule_rows
from housing.rounds.words import FACTOR_WORDS, STATUS_WORDS, TIER_WORDS
from housing.web import guards, limits, pictures
from housing.web.acting import reading
from housing.web.deeds import answer, attempt
from housing.web.installation import installation
from housing.web.language import language
from housing.web.paging import ROWS, asked_page, paged

blueprint = Blueprint("board", __name__, template_folder="templates")


@blueprint.context_processor
def _words() -> dict[str, object]:
    return {
        "tier_words": TIER_WORDS,
        "status_words": STATUS_WORDS,
        "factor_words": FACTOR_WORDS,
    }


@blueprint.get("/")
@guards.public
def listing() -> ResponseReturnValue:
    """Show every round that was ever public, the newest first."""
    with reading() as session:
        rounds = queries.public_rounds(session, _place())
        counted = [(round_, counts(session, round_.id)) for round_ in rounds]
    return render_template("board/listing.html", rounds=counted)


@blueprint.get("/rounds/<code>")
@guards.public
def show(code: str) -> ResponseReturnValue:
    """Show one round: its steps, its numbers with pictures, its stages, its hashes."""
    with reading() as session:
        round_ = shown.shown_round(session, _place(), code)
        numbers = queries.figures(session, round_.id)
        facts = {
            "round": round_,
            "steps": shown.shown_steps(session, round_),
            "seed": shown.shown_seed(session, round_),
            "numbers": numbers,
            "stages": stage_counts(session, round_) if shown.is_decided(round_) else [],
            **shown.shown_kin(session, round_),
        }
        charts = diagrams.of_round(numbers) if shown.is_decided(round_) else {}
    return render_template("board/show.html", charts=charts, public_key=_public_key(), **facts)


@blueprint.get("/rounds/<code>/pictures/<name>.svg")
@guards.public
def picture(code: str, name: str) -> ResponseReturnValue:
    """Hand out one picture of a published round as an SVG file."""
    with reading() as session:
        round_ = shown.shown_round(session, _place(), code)
        numbers = queries.figures(session, round_.id)
    diagram = diagrams.one(numbers, name, shown.is_decided(round_))
    return Response(pictures.bars(diagram.labels, diagram.series), mimetype="image/svg+xml")


@blueprint.get("/rounds/<code>/results")
@guards.public
@limits.limiter.limit(limits.READING)
def results(code: str) -> ResponseReturnValue:
    """Show the order, and once published the results, masked and in pages."""
    sort, status = request.args.get("sort", "position"), request.args.get("status", "")
    with reading() as session:
        round_ = shown.shown_round(session, _place(), code)
        sort, status = _known(round_, sort, status)
        total, lines = shown.shown_lines(session, round_, asked_page(), ROWS, sort, status)
    facts = {"lines": lines, "sort": sort, "status": status, "paging": paged(total)}
    return render_template("board/results.html", round=round_, outcomes=shown.OUTCOMES, **facts)


@blueprint.route("/find", methods=["GET", "POST"])
@guards.public
@limits.limiter.limit(limits.LOOK_UP, methods=["POST"], deduct_when=limits.is_wrong)
def find() -> ResponseReturnValue:
    """Find one's own outcome by receipt code and the end of one's identity number."""
    form = FindForm()
    found = attempt(form, _found) if form.validate_on_submit() else None
    if found is not None:
        round_, outcome = found
        return render_template("board/outcome.html", round=round_, outcome=outcome, rows=ROWS)
    return answer(form, "board/find.html")


@blueprint.get("/rounds/<code>/verify")
@guards.public
def verify(code: str) -> ResponseReturnValue:
    """Let the browser recompute the published package."""
    with reading() as session:
        round_ = shown.published_round(session, _place(), code)
    return render_template("board/verify.html", round=round_, public_key=_public_key())


@blueprint.get("/rounds/<code>/rules")
@guards.public
def rules(code: str) -> ResponseReturnValue:
    """Show the dated values that the round was frozen with, each with article and source."""
    with reading() as session:
        round_ = shown.shown_round(session, _place(), code)
        frozen = shown.shown_rules(session, round_)
    facts = {"rows": rule_rows(frozen), "suitability": frozen["suitability"], "day": frozen["day"]}
    return render_template("board/rules.html", round=round_, **facts)


@blueprint.app_template_global()
def sorted_address(round_: Round, sort: str, status: str, now: str) -> str:
    """Return the address of the results sorted by `sort`; asked twice, the other way round."""
    wanted = f"-{sort}" if now == sort else sort
    return url_for("board.results", code=round_.code, sort=wanted, status=status or None)


def _place() -> str:
    return installation().settings.place


def _public_key() -> str:
    return installation().keyring.public_key().hex()


def _known(round_: Round, sort: str, status: str) -> tuple[str, str]:
    decided = shown.is_decided(round_)
    sorts = shown.SORTS_OF_RESULTS if decided else shown.SORTS_OF_ORDER
    statuses = shown.OUTCOMES if decided else ()
    return (
        sort if sort.removeprefix("-") in sorts else "position",
        status if status in statuses else "",
    )


def _found(form: FindForm) -> tuple[Round, Outcome]:
    keyring = installation().keyring
    with reading() as session:
        found = queries.find_by_receipt(session, keyring, _place(), form.code.data, form.last4.data)
        if found is None:
            raise BadInput(_("没有找到：请核对回执码和身份证号码后四位。"))
        round_, roll_id = found
        return round_, shown.shown_outcome(session, keyring, round_, roll_id, language())
