"""Beginning a round, and taking the sheets as its roll."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.errors import BadInput, BrokenRule, WrongState
from housing.core.work import Work
from housing.plans.authors import must_draft
from housing.policies import PolicyBook
from housing.policies.queries import book as values_in_force
from housing.rounds.entropy import source_of
from housing.rounds.models import COUNTY, Round
from housing.rounds.moves import add_step, locked, move, required
from housing.rounds.states import RoundAct, RoundState
from housing.rounds.terms import approved_mechanism, check_mechanism

PREPARED_UNDER = "HN 20 (HN-20-1)"


def prepare(
    work: Work,
    *,
    name: str,
    approval_document: str,
    seed_source: str,
    mechanism: str | None = None,
    audience: str = COUNTY,
    book: PolicyBook | None = None,
) -> Round:
    """Begin a round of the actor's county; its code is <place>-<year>-<three digits>.

    `audience`: `county`, or `owner:<name>` for the own round of an enterprise or a park, which is
    filed with the county before anything is given out (HN 19, HN 23).

    `seed_source` is the key of an announced source (policy value `seed_sources`: ssq, dlt, pl5,
    dice); `mechanism` defaults to the county's approved method, else `in_turn`.
    Basis: HN 20 (HN-20-1), HN 21 (HN-21-5), HN 23 (HN-23-1).

    Raises:
        NotAllowed: see `must_draft`.
        BadInput: no name, no document, a source that was never announced, or an owner whose
            people are not on file.
        MissingPolicyValue: the county has no legal basis on file.
        BrokenRule: a mechanism that nobody has approved, or a county whose decisions may not cite
            the Hunan measures.
        WrongState: somebody else prepared a round at the same moment, or this one is prepared
            already (a button pressed twice).
    """
    must_draft(work, audience)
    book = book or values_in_force(work.session)
    _check_basis(work, book)
    source_of(book.value("seed_sources", work.place, work.day).value, seed_source)
    mechanism = mechanism or approved_mechanism(book, work.place, work.day)
    check_mechanism(book, work.place, work.day, mechanism)
    _check_audience(work, book, audience)
    document = required(approval_document, "批准文号 / approval", "请写批准分配方案的文件")
    name = required(name, "轮次名称 / name", "请写本轮名称 / give the round a name", 128)
    _check_not_twice(work, name, document)
    facts = {
        "name": name,
        "mechanism": mechanism,
        "approval_document": document,
        "seed_source": seed_source,
        "audience": audience,
    }
    return begun(work, facts)


def begun(work: Work, facts: Mapping[str, Any]) -> Round:
    """Write a new round of the actor's county with these columns; the caller has asked who may.

    Raises:
        WrongState: somebody else has just taken its number.
    """
    number = _next_number(work)
    a_round = Round(
        place=work.place,
        year=work.day.year,
        number=number,
        code=f"{work.place}-{work.day.year}-{number:03d}",
        state=RoundState.PREPARED,
        prepared_at=work.now,
        **facts,
    )
    _add(work, a_round)
    _write_down(work, a_round)
    return a_round


def _check_audience(work: Work, book: PolicyBook, audience: str) -> None:
    if audience == COUNTY:
        return
    owners = [str(row["owner"]) for row in book.value("own_stock", work.place, work.day).value]
    if audience not in [f"owner:{name}" for name in owners]:
        raise BadInput(
            f"对象“{audience}”：应为全县，或 own_stock 登记的产权单位（{'、'.join(owners)}）之一"
            f" / audience {audience!r}: the county, or one of the owners on file:"
            f" {', '.join(owners)}",
            rules=("HN-19-1", "HN-23-1"),
        )


def _check_basis(work: Work, book: PolicyBook) -> None:
    """Refuse a county that borrows this procedure: what a round writes cites HN, and only HN."""
    rules = ("HN-21-5",)
    cited = book.cited(rules, work.place, work.day)
    if cited != rules:
        raise BrokenRule(
            f"{work.place} 的决定须引用 {'、'.join(cited)}，本版轮次的文件只能引用湖南办法，"
            "因此不能在此办理 / rounds of this version can cite the Hunan measures only, which"
            " this county's decisions must not"
        )


def adopt_roll(work: Work, round_id: int, *, document: str) -> Round:
    """Take the imported sheets as an already re-reviewed roll (名册), on the word of a document.

    Basis: HN 21 (HN-21-2).

    Raises:
        NotAllowed, NotFound, WrongState: see `locked`.
        BadInput: no document number.
    """
    a_round = locked(work, round_id, RoundAct.ADOPT_ROLL)
    number = required(
        document, "复审文号 / document", "请写完成复审的文件 / name the paper of the re-review"
    )
    return move(work, a_round, RoundAct.ADOPT_ROLL, {"roll_document": number}, document=number)


def _add(work: Work, a_round: Round) -> None:
    """Write the round; on PostgreSQL somebody else may have taken its number meanwhile."""
    work.session.add(a_round)
    try:
        work.session.flush()
    except IntegrityError as fault:
        raise WrongState(
            f"轮次编号 {a_round.code} 刚被另一人占用，请再做一次"
            f" / somebody else has just taken {a_round.code}; do it once more"
        ) from fault


def _check_not_twice(work: Work, name: str, document: str) -> None:
    waiting = select(Round.code).where(
        Round.place == work.place,
        Round.state == RoundState.PREPARED,
        Round.name == name,
        Round.approval_document == document,
    )
    code = work.session.scalar(waiting.limit(1))
    if code is not None:
        raise WrongState(
            f"轮次 {code} 已用同一名称和批准文号立项；请继续办理该轮，另立一轮请另写名称"
            f" / {code} is prepared under this name and document; go on with it, or name another"
        )


def _next_number(work: Work) -> int:
    last = work.session.scalar(
        select(func.max(Round.number)).where(Round.place == work.place, Round.year == work.day.year)
    )
    return (last or 0) + 1


def _write_down(work: Work, a_round: Round) -> None:
    document, state = a_round.approval_document, a_round.state
    add_step(work, a_round.id, "prepare", "", state, PREPARED_UNDER, document, "")
    work.record(
        Entry(
            Tag.ROUND_PREPARED,
            f"round:{a_round.code}",
            after={
                "state": state,
                "name": a_round.name,
                "mechanism": a_round.mechanism,
                "seed_source": a_round.seed_source,
                "audience": a_round.audience,
            },
            document=document,
        )
    )
