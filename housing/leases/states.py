"""The life of a lease (租赁合同): drafted, signed, active, ended. Filing runs beside it."""

from enum import StrEnum

from housing.core.lifecycle import Lifecycle, Move
from housing.leases.words import Ending

__all__ = ["BINDING", "CALLED", "LEASE", "OVER", "Ending", "LeaseAct", "LeaseState"]


class LeaseState(StrEnum):
    """Where a lease stands."""

    DRAFTED = "drafted"
    SIGNED = "signed"
    ACTIVE = "active"
    ENDED = "ended"
    FALLEN_THROUGH = "fallen_through"
    VOID = "void"


class LeaseAct(StrEnum):
    """What can happen to a lease after it was drafted."""

    SIGN = "sign"
    BEGIN = "begin"
    END = "end"
    FALL_THROUGH = "fall_through"
    VOID = "void"


S, A = LeaseState, LeaseAct
#: The days of these belong to one household and one unit alone.
BINDING = (S.SIGNED, S.ACTIVE, S.ENDED)
#: Nothing follows these.
OVER = (S.ENDED, S.FALLEN_THROUGH, S.VOID)

CALLED: dict[str, object] = {
    S.DRAFTED: "已拟定，待签约",
    S.SIGNED: "已签约，待入住",
    S.ACTIVE: "租赁中",
    S.ENDED: "已终止",
    S.FALLEN_THROUGH: "签约后放弃",
    S.VOID: "已作废",
    A.SIGN: "签约",
    A.BEGIN: "开始租赁",
    A.END: "终止租赁",
    A.FALL_THROUGH: "登记签约后放弃",
    A.VOID: "作废",
}

LEASE = Lifecycle(
    "租赁合同 / lease",
    (
        Move(S.DRAFTED, A.SIGN, S.SIGNED, "HN 24 (HN-24-1, HN-24-3)"),
        Move(S.DRAFTED, A.VOID, S.VOID, "HN 22 (HN-22-5, HN-22-6)"),
        Move(S.SIGNED, A.BEGIN, S.ACTIVE, "HN 24 (HN-24-1)"),
        Move(S.SIGNED, A.FALL_THROUGH, S.FALLEN_THROUGH, "HN 22 (HN-22-7)"),
        Move(S.SIGNED, A.VOID, S.VOID, "HN 24 (HN-24-6)"),
        Move(S.ACTIVE, A.END, S.ENDED, "HN 33 (HN-33-1)"),
    ),
)
