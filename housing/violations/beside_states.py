"""The lives of what stands beside a case: a report, a consent to decorate, a notice of absence."""

from enum import StrEnum

from housing.core.lifecycle import Lifecycle, Move


class ReportState(StrEnum):
    """What became of a report."""

    RECEIVED = "received"
    OPENED = "opened"
    REFERRED = "referred"
    UNFOUNDED = "unfounded"


class ReportAct(StrEnum):
    """What is decided about a report."""

    OPEN = "open"
    REFER = "refer"
    DROP = "drop"


class ConsentState(StrEnum):
    """Where a request to decorate stands."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ConsentAct(StrEnum):
    """What is done about a request to decorate."""

    GRANT = "grant"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


class AbsenceState(StrEnum):
    """Whether the reason of an absence was accepted."""

    TOLD = "told"
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"


class AbsenceAct(StrEnum):
    """What is decided about a notice of absence."""

    ACCEPT = "accept"
    TURN_DOWN = "turn_down"


REPORT = Lifecycle(
    "举报 / report",
    (
        Move(ReportState.RECEIVED, ReportAct.OPEN, ReportState.OPENED, "HN 34 (HN-34-1)"),
        Move(ReportState.RECEIVED, ReportAct.REFER, ReportState.REFERRED, "HN 36 (HN-36-1)"),
        Move(ReportState.RECEIVED, ReportAct.DROP, ReportState.UNFOUNDED, "HN 34 (HN-34-1)"),
    ),
)
CONSENT = Lifecycle(
    "装修申请 / decoration",
    tuple(
        Move(ConsentState.ASKED, act, state, "HN 32 (HN-32-2)")
        for act, state in (
            (ConsentAct.GRANT, ConsentState.GRANTED),
            (ConsentAct.REFUSE, ConsentState.REFUSED),
            (ConsentAct.WITHDRAW, ConsentState.WITHDRAWN),
        )
    ),
)
ABSENCE = Lifecycle(
    "外出报告 / absence",
    (
        Move(AbsenceState.TOLD, AbsenceAct.ACCEPT, AbsenceState.ACCEPTED, "HN 34 (HN-34-8)"),
        Move(AbsenceState.TOLD, AbsenceAct.TURN_DOWN, AbsenceState.NOT_ACCEPTED, "HN 34 (HN-34-8)"),
    ),
)
CALLED: dict[str, object] = {
    ReportState.RECEIVED: "待处理",
    ReportState.OPENED: "已立案",
    ReportState.REFERRED: "已移送",
    ReportState.UNFOUNDED: "不予立案",
    ReportAct.OPEN: "立案",
    ReportAct.REFER: "移送",
    ReportAct.DROP: "不予立案",
    ConsentState.ASKED: "待答复",
    ConsentState.GRANTED: "已同意",
    ConsentState.REFUSED: "不同意",
    ConsentState.WITHDRAWN: "已撤回",
    ConsentAct.GRANT: "同意装修",
    ConsentAct.REFUSE: "不同意装修",
    ConsentAct.WITHDRAW: "撤回",
    AbsenceState.TOLD: "待认定",
    AbsenceState.ACCEPTED: "理由正当",
    AbsenceState.NOT_ACCEPTED: "理由不成立",
    AbsenceAct.ACCEPT: "认可理由",
    AbsenceAct.TURN_DOWN: "不认可理由",
}
