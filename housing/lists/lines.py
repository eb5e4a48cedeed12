"""The public lists of a round: the order, and the results; names and numbers masked."""

from collections.abc import Sequence

from housing.lists.listing import Cell, Column, Listing
from housing.rounds.models import Round
from housing.rounds.results import ResultLine, Status

STATUS_WORDS = {
    Status.HOUSED: "得房",
    Status.LEFT_OUT: "未得房，继续轮候",
    Status.SUBSIDY_DUE: "发放租赁补贴",
    Status.ORDERED: "待分配",
    Status.ON_ROLL: "在册",
    Status.OFF_ROLL: "不入册",
}
LEGEND = "得房 housed；未得房，继续轮候 left out, still waiting；发放租赁补贴 subsidy due"
WHO = (
    Column("位次", "Place", 2),
    Column("名册编号", "Roll id", 4),
    Column("姓名", "Name", 2),
    Column("申请编号", "Application", 4),
    Column("层级", "Tier", 2),
    Column("得分", "Score", 2),
    Column("受理日期", "Accepted", 3),
)
WHAT = (
    Column("结果", "Outcome", 4),
    Column("房源类别", "Class", 5),
    Column("房源", "Flat", 10),
    Column("面积 m²", "Area", 2),
)
DRAW = Column("摇号值（前 16 位）", "Draw key, first 16 digits", 5)
ROLL_ID_DIGITS = 12


def results_listing(a_round: Round, lines: Sequence[ResultLine]) -> Listing:
    """Return the list of results, in the order of the round. Basis: HN 21 (HN-21-8)."""
    return Listing(
        code=a_round.code,
        title="分配结果",
        title_en="Results of the round",
        notes=(*_notes(a_round), LEGEND),
        columns=(*WHO, *WHAT),
        rows=[[*_who(line), *_what(line)] for line in lines],
    )


def order_listing(
    a_round: Round, lines: Sequence[ResultLine], draw_keys: dict[str, str]
) -> Listing:
    """Return the order as published, with the draw keys by roll id. Basis: HN 21 (HN-21-6)."""
    return Listing(
        code=a_round.code,
        title="排序名单",
        title_en="Order of the round",
        notes=_notes(a_round),
        columns=(*WHO, DRAW),
        rows=[[*_who(line), draw_keys[line.roll_id][:16]] for line in lines],
    )


def _who(line: ResultLine) -> list[Cell]:
    return [
        line.position,
        line.roll_id[:ROLL_ID_DIGITS],
        line.name,
        line.application_number,
        line.tier,
        _hundredths(line.score),
        line.accepted_on.isoformat(),
    ]


def _what(line: ResultLine) -> list[Cell]:
    words = STATUS_WORDS[line.status]
    if line.flat is None:
        return [words, "", "", ""]
    flat = line.flat
    return [words, flat.unit_class, f"{flat.code} {flat.address}", _hundredths(flat.area)]


def _hundredths(value: int) -> str:
    sign = "-" if value < 0 else ""
    return f"{sign}{abs(value) // 100}.{abs(value) % 100:02d}"


def _notes(a_round: Round) -> tuple[str, ...]:
    notes = (
        "排序：层级小者在前，其次得分高者，其次受理早者，最后摇号值小者。"
        " Order: lower tier, higher score, earlier acceptance, smaller draw key.",
        f"名册 SHA-256 roll: {a_round.roll_sha256}",
        f"种子 SHA-256 seed: {a_round.seed_sha256}",
        f"数据包 SHA-256 package: {a_round.package_sha256}" if a_round.package_sha256 else "",
        "任何人都可以用数据包中的 verify.py 重算。 Anyone can recompute this with verify.py.",
    )
    return tuple(note for note in notes if note)
