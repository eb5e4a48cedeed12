"""The letters about a flat that comes back, repairs and visits."""

from collections.abc import Mapping
from types import MappingProxyType

from housing.letters.form import Form
from housing.letters.kind import LetterKind

#: Amounts are texts in yuan with their unit.
UPKEEP_FORMS: Mapping[LetterKind, Form] = MappingProxyType(
    {
        LetterKind.HANDOVER_BEGUN: Form(
            # how: what to bring and where to agree on a day for the inspection
            "腾退交接通知书",
            "TJ",
            ("address", "ending", "reason", "how"),
            message="请按通知书办理退房验房和交接。",
        ),
        LetterKind.HANDOVER_SETTLED: Form(
            # lines: the reckoning, line by line; result: what goes back or stays due
            "退房结算单",
            "JS",
            ("address", "last_day", "lines", "result", "object_until"),
            message="{{ result }}，如有异议请在{{ object_until | day }}前（含当日）提出。",
        ),
        LetterKind.HANDOVER_ANSWER: Form(
            # answer: whether the objection holds, and why; then: what follows
            "退房结算异议答复书",
            "TD",
            ("address", "objected_on", "answer", "then"),
        ),
        LetterKind.MOVED_OUT: Form(
            # household: the name of the tenant, for the community alone
            "承租人迁出告知单",
            "QC",
            ("household", "address", "keys_on", "ending"),
        ),
        LetterKind.REPAIR_ANSWER: Form(
            # answer: who comes and when, or why it is no matter of the owner
            "报修答复",
            "BX",
            ("address", "matter", "answer"),
            message="{{ answer }}",
        ),
        LetterKind.INSPECTION_NOTICE: Form(
            "入户走访通知",
            "ZF",
            ("address", "planned_on", "why", "how"),
            message="工作人员拟于{{ planned_on | day }}入户走访，请留人。",
        ),
    }
)
