"""Letters of every kind, with facts as an office would state them."""

from datetime import date

from housing.core.cases import CaseRef
from housing.core.work import Work
from housing.letters.kinds import LetterKind
from housing.letters.models import Letter
from housing.letters.service import Recipient, send
from tests.conftest import PLACE
from tests.factories.charge_letters import CHARGE_FACTS
from tests.factories.exchange_letters import EXCHANGE_FACTS
from tests.factories.exit_letters import EXIT_FACTS
from tests.factories.lease_letters import LEASE_FACTS
from tests.factories.rent_letters import RENT_FACTS
from tests.factories.sale_letters import SALE_FACTS
from tests.factories.upkeep_letters import UPKEEP_FACTS
from tests.factories.violation_letters import VIOLATION_FACTS

CASE = CaseRef("application", 7, PLACE, "SQ2026000007")
PHONE, EMAIL, ACCOUNT = "13800138000", "li@example.org", "sq0000000007"
LI = Recipient("李明", PHONE, EMAIL, ACCOUNT)

FACTS: dict[LetterKind, dict[str, object]] = {
    LetterKind.ACCEPTANCE: {
        "group": "城镇住房困难家庭",
        "accepted_on": date(2026, 9, 1),
        "documents": ["身份证", "户口簿"],
        "review_until": date(2026, 10, 20),
    },
    LetterKind.MISSING_ITEMS: {
        "items": [("结婚证", "没有提交"), ("收入证明", "没有单位盖章")],
        "until": date(2026, 9, 22),
    },
    LetterKind.STREET_OPINION: {
        "opinion": "符合申请条件",
        "publicity_from": date(2026, 9, 20),
        "publicity_to": date(2026, 9, 27),
        "site": "芙蓉街道办事处公示栏",
    },
    LetterKind.QUALIFIED: {
        "decided_on": date(2026, 9, 1),
        "publicity_from": date(2026, 9, 2),
        "publicity_to": date(2026, 9, 9),
    },
    LetterKind.REFUSAL: {
        "decided_on": date(2026, 9, 1),
        "reasons": ["人均住房面积18.20平方米，高于本地规定的15.00平方米"],
        "review_until": date(2026, 9, 22),
        "review_office": "示例县住房和城乡建设局",
    },
    LetterKind.REGISTRATION: {
        "registered_on": date(2026, 9, 1),
        "group": "城镇住房困难家庭",
        "assistance": "配租公共租赁住房",
        "cap_on": date(2029, 8, 31),
    },
    LetterKind.RECONSIDERATION_RESULT: {
        "asked_on": date(2026, 9, 10),
        "decided_on": date(2026, 9, 28),
        "outcome": "变更为符合住房保障条件",
        "reasons": ["重新核定的人均住房面积为12.00平方米"],
    },
    LetterKind.OBJECTION_RECEIPT: {
        "notice_title": "审核合格公示",
        "filed_on": date(2026, 9, 3),
        "decide_until": date(2026, 9, 24),
    },
    LetterKind.OBJECTION_RESULT: {
        "notice_title": "审核合格公示",
        "filed_on": date(2026, 9, 3),
        "decided_on": date(2026, 9, 20),
        "outcome": "异议不成立",
        "reason": "经核查，其家庭成员名下没有住房",
    },
    LetterKind.CHECK_REQUEST: {
        "people": ["李明 4301**********1234"],
        "items": ["名下住房", "申请之日前2年内的转让"],
        "answer_by": date(2026, 9, 8),
    },
    LetterKind.FILING: {
        "matter": "公共租赁住房复核意见",
        "lines": ["SQ2026000007 符合条件"],
        "filed_on": date(2026, 9, 1),
    },
    LetterKind.COLLECTIVE_RECEIPT: {
        "people": 30,
        "filed_on": date(2026, 9, 1),
        "file_sha256": "ab" * 32,
    },
    LetterKind.WITHDRAWAL: {"withdrawn_on": date(2026, 9, 1), "reason": "已自行购房"},
    LetterKind.CANCELLATION: {
        "reasons": ["人均月收入高于本地规定标准"],
        "window": "收到本通知书之日起十五个工作日",
    },
    LetterKind.ABANDONMENT_REPORTED: {
        "round_code": "430199-2026-001",
        "event": "未在规定时间、地点参加选房",
        "happened_on": date(2026, 8, 28),
        "reason": "8月28日上午9时未到场",
        "statement_until": date(2026, 9, 8),
        "freeze": "2 年",
    },
    LetterKind.ABANDONMENT: {
        "round_code": "430199-2026-001",
        "event": "未在规定时间、地点参加选房",
        "happened_on": date(2026, 8, 28),
        "reasons": ["选房通知已于8月20日送达"],
        "frozen_until": date(2028, 8, 28),
        "then": "期满后恢复轮候，原登记日期不变。",
        "window": "收到本通知书之日起15 个工作日",
    },
    LetterKind.ABANDONMENT_DROPPED: {
        "round_code": "430199-2026-001",
        "event": "未在规定时间、地点参加选房",
        "happened_on": date(2026, 8, 28),
        "outcome": "有正当理由（家庭成员因重病住院），不视同放弃",
        "reasons": ["有住院证明"],
    },
    LetterKind.FREEZE_ENDED: {
        "frozen_until": date(2028, 8, 28),
        "outcome": "您的家庭自次日起恢复轮候，原登记日期不变。",
    },
    LetterKind.RECHECK_KEPT: {
        "opened_on": date(2026, 8, 1),
        "decided_on": date(2026, 8, 20),
        "reason": "部门核查全部符合条件",
    },
    LetterKind.RECHECK_REVIEWED: {
        "asked_on": date(2026, 8, 1),
        "decided_on": date(2026, 8, 20),
        "outcome": "恢复轮候资格",
        "reasons": ["收入按新证明核定，未超过标准"],
    },
    LetterKind.CONFIRM_WISH: {
        "until": date(2026, 10, 1),
        "grace_until": date(2026, 11, 30),
        "address": "https://gzf.example.cn/c/8Q3F2K7M9X4T",
    },
    LetterKind.WISHES_REGISTERED: {
        "round_name": "2026年第一轮",
        "registered_on": date(2026, 9, 1),
        "wishes": ["第 1 志愿：清溪家园 两居室 中层", "第 2 志愿：清溪家园 两居室 低层"],
        "change_until": date(2026, 9, 10),
    },
    LetterKind.REREVIEW_FAILED: {
        "round_name": "2026年第一轮",
        "decided_on": date(2026, 9, 1),
        "reasons": ["人均月收入 4200 元，超过本地 3500 元的标准"],
        "window": "收到本通知书之日起 15 个工作日",
    },
    LetterKind.REMINDER: {"matter": "街道初审即将到期", "due_on": date(2026, 9, 4)},
    LetterKind.ROUND_RECEIPT: {
        "round_name": "2026年第一批公租房配租",
        "frozen_on": date(2026, 8, 31),
        "place_in_roll": "您的家庭在名册中。",
        "code": "7K3M-9QWE-2RTX-8HJN",
        "roll_sha256": "ab" * 32,
    },
    LetterKind.ROUND_OUTCOME: {
        "round_name": "2026年第一批公租房配租",
        "published_on": date(2026, 9, 20),
        "outcome": "本轮没有分到房，您仍在轮候。",
        "reasons": ["清溪家园两居室中层在第 214 位截止；您排第 231 位。"],
    },
    LetterKind.PICKING_INVITATION: {
        "round_name": "2026年第一批公租房配租",
        "position": 12,
        "times": ["2026年9月17日9时30分"],
        "hall": "县政务大厅二楼",
        "freeze": "2年",
    },
    LetterKind.LEASE_OFFER: {
        "round_name": "2026年第一批公租房配租",
        "unit_code": "P01-000012",
        "flat": "清溪家园1栋1单元0301，两居室，54.30 平方米",
        "rent": "每月每平方米 4.80 元",
        "sign_until": date(2026, 10, 8),
        "how": "携带本通知书和身份证原件到县住房保障中心签订。",
        "freeze": "2年",
    },
    LetterKind.OFFER_ENDED: {
        "round_name": "2026年第一批公租房配租",
        "unit_code": "P01-000012",
        "reason": "房屋渗漏，须大修",
        "next": "您家庭将优先递补本轮空出的房源。",
    },
    LetterKind.VERIFICATION_CODE: {"code": "482913", "minutes": 10},
    **CHARGE_FACTS,
    **EXCHANGE_FACTS,
    **EXIT_FACTS,
    **LEASE_FACTS,
    **RENT_FACTS,
    **SALE_FACTS,
    **UPKEEP_FACTS,
    **VIOLATION_FACTS,
}


def letter(
    work: Work,
    kind: LetterKind = LetterKind.ACCEPTANCE,
    to: Recipient = LI,
    office_id: int | None = None,
    **facts: object,
) -> Letter:
    """Send a letter of the kind about the test case."""
    case = None if kind is LetterKind.VERIFICATION_CODE else CASE
    told = {**FACTS[kind], "issuer": "示例县住房和城乡建设局", **facts}
    cites = () if kind is LetterKind.VERIFICATION_CODE else ("HN-15-12", "HN-15-13")
    return send(work, kind, case, to, told, cites, office_id=office_id)
