"""The letters about renewals, joint reviews of tenants and exits."""

from collections.abc import Mapping
from types import MappingProxyType

from housing.letters.form import Form
from housing.letters.kind import LetterKind

EXIT_FORMS: Mapping[LetterKind, Form] = MappingProxyType(
    {
        LetterKind.TENANT_REVIEWED: Form(
            "保障资格联合审核结果通知书（仍符合条件）",
            "ZS",
            ("opened_on", "decided_on", "reason"),
        ),
        LetterKind.RENEWAL_REMINDER: Form(
            # apply_until: last day to apply in time; how: where to apply
            "续租申请提醒",
            "XT",
            ("ends_on", "apply_until", "how"),
            message="合同{{ ends_on | day }}期满，要续租的请在{{ apply_until | day }}前申请。",
        ),
        LetterKind.RENEWAL_GRANTED: Form(
            # term: from when until when; how: where to sign
            "准予续租通知书",
            "XZ",
            ("ends_on", "term", "how"),
            message="已准予续租，请办理签约。",
        ),
        LetterKind.RENEWAL_UNSIGNED: Form(
            # successor: number of the contract to sign; due_on: the day by which it was to be
            "签订续租合同催告书",
            "XQ",
            ("ends_on", "successor", "due_on"),
            message="续租合同尚未签订，请尽快办理，否则按租赁期满处理。",
        ),
        LetterKind.RENEWAL_REFUSED: Form(
            "不予续租通知书",
            "XJ",
            ("ends_on", "reasons", "then"),
        ),
        LetterKind.EXIT_OPENED: Form(
            # trigger: which of the cases of the article; reason: what was seen
            "退出审查告知书",
            "TK",
            ("opened_on", "trigger", "reason", "then"),
        ),
        LetterKind.EXIT_KEPT: Form(
            "退出审查结果通知书（保留保障资格）",
            "TA",
            ("opened_on", "decided_on", "reasons"),
        ),
        LetterKind.EXIT_CANCELLED: Form(
            # opinions: one line a department; period: the relocation period in words; window:
            # within which a review may be asked for
            "取消保障资格通知书",
            "QZ",
            ("decided_on", "reasons", "opinions", "then", "window"),
            message="如有异议，可在{{ window }}内申请复核。",
        ),
        LetterKind.TERM_ENDED: Form(
            # reason: why the flat is to be left; period: the relocation period in words
            "腾退公共租赁住房通知书",
            "TQ",
            ("reason", "period", "afterwards"),
            message="请在搬迁期内腾退住房。",
        ),
        LetterKind.RELOCATION_REMINDER: Form(
            "搬迁期提醒",
            "BQ",
            ("relocate_until", "afterwards"),
            message="搬迁期到{{ relocate_until | day }}（含当日）止。",
        ),
        LetterKind.RELOCATION_EXTENDED: Form(
            # before: the last day until now; document: of the decision to extend
            "延长搬迁期通知书",
            "BY",
            ("before", "relocate_until", "reason", "document", "afterwards"),
            message="搬迁期延长到{{ relocate_until | day }}（含当日）。",
        ),
        LetterKind.MARKET_RENT: Form(
            # rent: in yuan a month; standard: how it was reckoned
            "按市场价格缴纳租金通知书",
            "SJ",
            ("reason", "from_on", "rent", "standard"),
            message="自{{ from_on | day }}起每月租金{{ rent }}。",
        ),
        LetterKind.EXIT_REVIEWED: Form(
            # outcome: 维持原决定 / 恢复保障资格
            "退出决定复核结果通知书",
            "TG",
            ("asked_on", "decided_on", "outcome", "reasons"),
        ),
    }
)
