"""The letters from an application to the keys."""

from collections.abc import Mapping
from types import MappingProxyType

from housing.letters.form import Form
from housing.letters.kind import LetterKind

#: Days are `date`; lists hold texts unless said otherwise. Every letter also takes `issuer` (who
#: writes, by default the office of the acting person) and `contact` (where to ask, may be empty).
ADMISSION_FORMS: Mapping[LetterKind, Form] = MappingProxyType(
    {
        LetterKind.ACCEPTANCE: Form(
            # documents: names of what was handed in; review_until: last day of the street's review
            "受理通知书",
            "SL",
            ("group", "accepted_on", "documents", "review_until"),
        ),
        LetterKind.MISSING_ITEMS: Form(
            # items: pairs of what is missing and why
            "补正材料一次性告知书",
            "BZ",
            ("items", "until"),
            message="请于{{ until | day }}前补齐所列材料。",
        ),
        LetterKind.STREET_OPINION: Form(
            # opinion: the street's words; site: where the notice hangs
            "初审意见公示告知书",
            "CS",
            ("opinion", "publicity_from", "publicity_to", "site"),
        ),
        LetterKind.QUALIFIED: Form(
            "审核结果通知书（符合条件）",
            "FH",
            ("decided_on", "publicity_from", "publicity_to"),
        ),
        LetterKind.REFUSAL: Form(
            # reasons: one sentence each, with condition, fact and line; review_office: whom to ask
            "审核结果通知书（不符合条件）",
            "BF",
            ("decided_on", "reasons", "review_until", "review_office"),
            message="如有异议，可在{{ review_until | day }}前申请复核。",
        ),
        LetterKind.REGISTRATION: Form(
            # assistance: in kind or as a subsidy, in words; cap_on: last day of the waiting period
            "轮候登记通知书",
            "LH",
            ("registered_on", "group", "assistance", "cap_on"),
        ),
        LetterKind.RECONSIDERATION_RESULT: Form(
            # outcome: 维持原审核结果 / 变更为符合条件 …
            "复核结果通知书",
            "FF",
            ("asked_on", "decided_on", "outcome", "reasons"),
        ),
        LetterKind.OBJECTION_RECEIPT: Form(
            "异议受理回执",
            "YS",
            ("notice_title", "filed_on", "decide_until"),
        ),
        LetterKind.OBJECTION_RESULT: Form(
            "异议处理结果告知书",
            "YY",
            ("notice_title", "filed_on", "decided_on", "outcome", "reason"),
        ),
        LetterKind.CHECK_REQUEST: Form(
            # people: names with masked numbers; items: what is asked
            "部门核查函",
            "HC",
            ("people", "items", "answer_by"),
        ),
        LetterKind.FILING: Form(
            # matter: what is filed; lines: the cases or results filed
            "备案函",
            "BA",
            ("matter", "lines", "filed_on"),
        ),
        LetterKind.COLLECTIVE_RECEIPT: Form(
            # people: how many staff the sheet names (a whole number above 0)
            "单位统一申请回执",
            "TS",
            ("people", "filed_on", "file_sha256"),
        ),
        LetterKind.WITHDRAWAL: Form(
            "撤回申请确认书",
            "CH",
            ("withdrawn_on", "reason"),
        ),
        LetterKind.CANCELLATION: Form(
            # window: within which period a review may be asked for, in words (十五个工作日)
            "取消轮候资格通知书",
            "QX",
            ("reasons", "window"),
            message="如有异议，可在{{ window }}内申请复核。",
        ),
        LetterKind.ABANDONMENT_REPORTED: Form(
            # event: which of the five cases, in words; reason: what was seen
            "放弃配租情况告知书",
            "QG",
            ("round_code", "event", "happened_on", "reason", "statement_until", "freeze"),
            message="请于{{ statement_until | day }}前说明情况。",
        ),
        LetterKind.ABANDONMENT: Form(
            # then: what follows at the end of the freeze; window: for asking for a review
            "视同放弃配租通知书",
            "FQ",
            ("round_code", "event", "happened_on", "reasons", "frozen_until", "then", "window"),
            message="如有异议，可在{{ window }}内申请复核。",
        ),
        LetterKind.ABANDONMENT_DROPPED: Form(
            # outcome: 有正当理由，不视同放弃 / 不成立
            "放弃配租认定结果告知书",
            "FJ",
            ("round_code", "event", "happened_on", "outcome", "reasons"),
        ),
        LetterKind.FREEZE_ENDED: Form(
            # outcome: back in the queue, or to apply anew
            "不再配租期间届满告知书",
            "QM",
            ("frozen_until", "outcome"),
        ),
        LetterKind.RECHECK_KEPT: Form(
            "轮候资格复查结果通知书（仍符合条件）",
            "FC",
            ("opened_on", "decided_on", "reason"),
        ),
        LetterKind.RECHECK_REVIEWED: Form(
            # outcome: 维持原决定 / 恢复轮候资格
            "轮候资格复核结果通知书",
            "FG",
            ("asked_on", "decided_on", "outcome", "reasons"),
        ),
        LetterKind.CONFIRM_WISH: Form(
            # until: last day to answer; grace_until: last day on which the street looks for them;
            # address: where to answer without signing in
            "轮候意愿确认通知书",
            "QR",
            ("until", "grace_until", "address"),
            message="请于{{ until | day }}前确认：{{ address }}",
        ),
        LetterKind.WISHES_REGISTERED: Form(
            # wishes: one line a rank; change_until: last day of the registration
            "意向登记确认书",
            "DJ",
            ("round_name", "registered_on", "wishes", "change_until"),
            message="可在{{ change_until | day }}（含当日）前修改或者撤回。",
        ),
        LetterKind.REREVIEW_FAILED: Form(
            # reasons: one sentence each; window: within which a review may be asked for, in words
            "配租复审结果通知书（不符合条件）",
            "FB",
            ("round_name", "decided_on", "reasons", "window"),
            message="如有异议，可在{{ window }}内申请复核。",
        ),
        LetterKind.PICKING_INVITATION: Form(
            # times: one text a turn; position: place in the order of the round; freeze: a period
            "选房通知书",
            "XF",
            ("round_name", "position", "times", "hall", "freeze"),
            message="请于{{ times | first }}到{{ hall }}选房，逾期未到视同放弃。",
        ),
        LetterKind.LEASE_OFFER: Form(
            # flat: address and area; rent: in words, by month; how: where to sign, with whom
            "配租结果及签约通知书",
            "PZ",
            ("round_name", "unit_code", "flat", "rent", "sign_until", "how", "freeze"),
            message="请于{{ sign_until | day }}前办理签约，逾期视同放弃。",
        ),
        LetterKind.OFFER_ENDED: Form(
            # reason: why the flat is not offered any more; next: what follows for the household
            "配租通知撤回告知书",
            "PC",
            ("round_name", "unit_code", "reason", "next"),
        ),
        LetterKind.REMINDER: Form(
            # matter: what is due
            "时限提醒",
            "TX",
            ("matter", "due_on"),
            message="{{ matter }}，期限为{{ due_on | day }}。",
        ),
        LetterKind.ROUND_RECEIPT: Form(
            # place_in_roll: on the roll, or why not; code: the receipt code in groups of four
            "分配轮次名册回执",
            "MC",
            ("round_name", "frozen_on", "place_in_roll", "code", "roll_sha256"),
        ),
        LetterKind.ROUND_OUTCOME: Form(
            # outcome: what the round means for the household; reasons: why, sentence by sentence
            "分配结果告知书",
            "JG",
            ("round_name", "published_on", "outcome", "reasons"),
        ),
        LetterKind.VERIFICATION_CODE: Form(
            "验证码",
            "YZ",
            ("code", "minutes"),
            message=(
                "验证码{{ code }}，{{ minutes }}分钟内有效。请勿告诉他人，工作人员不会向您索要。"
            ),
            minutes=10,
            whole_message=True,
        ),
    }
)
