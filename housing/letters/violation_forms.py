"""The letters about violations: notice, order, decision, return, court, and what stands beside."""

from collections.abc import Mapping
from types import MappingProxyType

from housing.letters.form import Form
from housing.letters.kind import LetterKind

#: `act`: which act of the law, in words; `address`: estate, building and room.
VIOLATION_FORMS: Mapping[LetterKind, Form] = MappingProxyType(
    {
        LetterKind.VIOLATION_NOTICE: Form(
            "涉嫌违规使用公共租赁住房告知书",
            "WG",
            ("address", "act", "facts", "happened_on", "statement_until"),
            message="请于{{ statement_until | day }}前陈述意见。",
        ),
        LetterKind.VIOLATION_DROPPED: Form(
            "违规调查结果告知书",
            "WJ",
            ("address", "act", "reasons"),
        ),
        LetterKind.RECTIFICATION_ORDER: Form(
            # period: in words, from the delivery of the letter; finding: what was found
            "责令限期整改通知书",
            "ZG",
            ("address", "act", "finding", "requirement", "period"),
            message="请在通知书规定的期限内整改。",
        ),
        LetterKind.RECTIFIED: Form(
            "整改情况确认书",
            "ZR",
            ("address", "act", "checked_on", "finding"),
        ),
        LetterKind.RETURN_ORDER: Form(
            # period: for the return, from the delivery; ban: its length in words;
            # provisional_until: its last day counted from the decision
            "取消住房保障资格并责令退回住房决定书",
            "QT",
            ("address", "act", "reasons", "period", "ban", "provisional_until"),
            message="请在决定书规定的期限内退回住房。",
        ),
        LetterKind.RETURN_CONFIRMED: Form(
            "退回住房及禁止再次申请期间确认书",
            "TH",
            ("address", "returned_on", "until_on"),
        ),
        LetterKind.RETURN_REVOKED: Form(
            "撤销取消住房保障资格决定通知书",
            "CX",
            ("address", "decided_on", "reasons", "document"),
        ),
        LetterKind.ENFORCEMENT_APPLIED: Form(
            "申请强制执行告知书",
            "FY",
            ("address", "court", "applied_on", "return_until"),
        ),
        LetterKind.IDLE_WARNING: Form(
            # months: full months without anybody; limit: from which it counts as idle, in words
            "住房闲置提醒",
            "KZ",
            ("address", "idle_since", "months", "limit"),
            message="外出的请及时报告并说明理由。",
        ),
        LetterKind.DECORATION_ANSWER: Form(
            # answer: 同意 / 不同意; restoration: the duty, or why there is none
            "装修申请答复书",
            "ZX",
            ("address", "scope", "answer", "reasons", "restoration"),
        ),
        LetterKind.ABSENCE_ANSWER: Form(
            "外出报告答复书",
            "WC",
            ("address", "from_on", "until_on", "answer", "reasons"),
        ),
        LetterKind.REPORT_ANSWER: Form(
            # category: what was reported; outcome: 已立案调查 / 已移送 … / 不予立案
            "举报处理结果告知书",
            "JB",
            ("reported_on", "category", "outcome", "reasons"),
        ),
        LetterKind.BROKER_REFERRAL: Form(
            # lines: the facts, sentence by sentence
            "房地产经纪线索移送函",
            "JY",
            ("address", "reported_on", "lines"),
        ),
    }
)
