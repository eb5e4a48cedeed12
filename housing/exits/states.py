"""The life of an exit case (退出保障): machine 6 of the measures, from a trigger to the keys."""

from enum import StrEnum

from housing.core.lifecycle import Lifecycle, Move


class Trigger(StrEnum):
    """Why a case was opened: the four of the article, a term that ended, or the own wish."""

    OTHER_LEASE = "other_lease"
    OWN_DWELLING = "own_dwelling"
    INCOME = "income"
    MISUSE = "misuse"
    TERM_ENDED = "term_ended"
    OWN_WISH = "own_wish"


class ExitState(StrEnum):
    """Where a case stands; `market_rent`: the tenant stays on and pays the market's price."""

    OPENED = "opened"
    REVIEWING = "reviewing"
    KEPT = "kept"
    CANCELLED = "cancelled"
    RELOCATING = "relocating"
    MARKET_RENT = "market_rent"
    LITIGATION = "litigation"
    VACATED = "vacated"
    VOID = "void"


class ExitAct(StrEnum):
    """What is done in a case."""

    BEGIN_REVIEW = "begin_review"
    KEEP = "keep"
    CANCEL = "cancel"
    SERVE = "serve"
    CHARGE_MARKET = "charge_market"
    SUE = "sue"
    LOSE = "lose"
    REVERSE = "reverse"
    VACATE = "vacate"
    MAKE_VOID = "make_void"


S, A = ExitState, ExitAct
CALLED: dict[str, object] = {
    S.OPENED: "已立案",
    S.REVIEWING: "部门联合审核中",
    S.KEPT: "保留保障资格",
    S.CANCELLED: "已取消资格，待送达",
    S.RELOCATING: "搬迁期内",
    S.MARKET_RENT: "期满未腾退，按市场价缴租",
    S.LITIGATION: "诉讼中",
    S.VACATED: "已腾退",
    S.VOID: "已作废",
    A.BEGIN_REVIEW: "开始联合审核",
    A.KEEP: "保留资格",
    A.CANCEL: "取消资格",
    A.SERVE: "登记送达",
    A.CHARGE_MARKET: "转按市场价缴租",
    A.SUE: "提起诉讼",
    A.LOSE: "登记诉讼请求未获支持",
    A.REVERSE: "复核后恢复资格",
    A.VACATE: "登记腾退",
    A.MAKE_VOID: "作废",
}
#: Not over yet; one of these stands for a household at a time.
RUNNING = (
    S.OPENED,
    S.REVIEWING,
    S.CANCELLED,
    S.RELOCATING,
    S.MARKET_RENT,
    S.LITIGATION,
)
#: Decided against the household, and it has not left yet.
STAYING = (S.RELOCATING, S.MARKET_RENT, S.LITIGATION)
#: What a cancelled qualification may still be given back from.
REVERSIBLE = (S.CANCELLED, S.RELOCATING, S.MARKET_RENT)
#: Of these no department is asked: the lease is over, or the tenant wants to go.
WITHOUT_REVIEW = (Trigger.TERM_ENDED, Trigger.OWN_WISH)

_REVIEW = "HN 33 (HN-33-1, HN-33-3)"
_LEFT = "HN 33 (HN-33-5)"
_ANALOGY = "HN 15 (HN-15-13, HN-15-14), HN 33 (HN-33-4)"
LIFECYCLE = Lifecycle(
    "退出 / exit",
    (
        *(Move(each, A.BEGIN_REVIEW, S.REVIEWING, _REVIEW) for each in (S.OPENED, S.REVIEWING)),
        Move(S.REVIEWING, A.KEEP, S.KEPT, _REVIEW),
        Move(S.REVIEWING, A.CANCEL, S.CANCELLED, "HN 33 (HN-33-4)"),
        Move(S.CANCELLED, A.SERVE, S.RELOCATING, "HN 33 (HN-33-4, HN-33-5)"),
        Move(S.OPENED, A.SERVE, S.RELOCATING, "HN 24 (HN-24-5), HN 33 (HN-33-5)"),
        Move(S.RELOCATING, A.CHARGE_MARKET, S.MARKET_RENT, "HN 33 (HN-33-6)"),
        Move(S.RELOCATING, A.SUE, S.LITIGATION, "HN 33 (HN-33-8)"),
        Move(S.MARKET_RENT, A.SUE, S.LITIGATION, "HN 33 (HN-33-8)"),
        Move(S.LITIGATION, A.LOSE, S.MARKET_RENT, "HN 33 (HN-33-6, HN-33-8)"),
        *(Move(each, A.REVERSE, S.KEPT, _ANALOGY) for each in REVERSIBLE),
        *(Move(each, A.VACATE, S.VACATED, _LEFT) for each in RUNNING),
        *(Move(each, A.MAKE_VOID, S.VOID, _REVIEW) for each in (S.OPENED, S.REVIEWING)),
    ),
)
