"""Which office may stand where: values in, decisions out."""

import re
from datetime import date
from urllib.parse import urlsplit

from housing.core.access.offices import CHECKING, OFFICE_NAMES, OfficeKind
from housing.core.errors import BadInput, BrokenRule
from housing.places import Level

#: Departments above the counties, and the level of the place they belong to (HN-5-1, HN-5-2).
UPPER = {
    OfficeKind.PREFECTURE_DEPARTMENT: Level.PREFECTURE,
    OfficeKind.PROVINCIAL_DEPARTMENT: Level.PROVINCE,
}
#: Kinds that every level has (HN-5-4).
ANYWHERE = frozenset(
    {OfficeKind.FINANCE, OfficeKind.PRICE, OfficeKind.AUDIT, OfficeKind.OTHER_DEPARTMENT}
)
LONGEST = {"code": 32, "name": 80, "street": 64, "phone": 32, "email": 120}
_CODE = re.compile(r"[A-Z0-9][A-Z0-9_.-]{0,31}")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def office_code(code: str) -> str:
    """Return a fit code.

    Raises:
        BadInput: signs other than capitals, digits, `_ . -`, or more than 32.
    """
    if not _CODE.fullmatch(code):
        raise BadInput(
            f"机构代码“{code}”应为 1 至 32 个大写字母、数字或 _ . -"
            f" / office code {code!r}: use 1 to 32 capitals, digits or _ . -"
        )
    return code


def words_fit(name: str, street: str, phone: str, email: str) -> None:
    """Refuse words that are missing, too long, or no mail address.

    Raises:
        BadInput: names the field and its limit.
    """
    if not name:
        raise BadInput("机构名称：不能为空 / name: must not be empty")
    for field, words in (("name", name), ("street", street), ("phone", phone), ("email", email)):
        if len(words) > LONGEST[field]:
            raise BadInput(
                f"{field}：最多 {LONGEST[field]} 个字"
                f" / {field}: at most {LONGEST[field]} characters"
            )
    if email and not _MAIL.fullmatch(email):
        raise BadInput(f"电子邮箱“{email}”写法不对 / e-mail {email!r} is no address")


def kind_fits_level(kind: OfficeKind, level: Level) -> None:
    """Refuse an office at a level it does not exist at. Basis: HN 5 (HN-5-1, HN-5-2).

    A prefecture-level city may run admission itself, so that a county's offices may stand there.

    Raises:
        BrokenRule: names kind and level.
    """
    wanted = UPPER.get(kind)
    fits = level is wanted if wanted else kind in ANYWHERE or level is not Level.PROVINCE
    if not fits:
        raise BrokenRule(
            f"{OFFICE_NAMES[kind]}不能设在这一级地方（{level}）"
            f" / an office of kind {kind} does not exist at the level {level}"
        )


def street_and_parent_fit(kind: OfficeKind, street: str, parent: OfficeKind | None) -> None:
    """Refuse a street office without its street, or a community outside a street office.

    Basis: HN 5 (HN-5-5), HN 13 (HN-13-1): an application is received where its street is.

    Raises:
        BadInput: names the field.
    """
    if (kind is OfficeKind.STREET) != bool(street):
        raise BadInput(
            "street：街道办事处必须填写所辖街道，其他机构不填"
            " / street: fill it for a street office, and for no other"
        )
    wanted = OfficeKind.STREET if kind is OfficeKind.COMMUNITY else None
    if parent is not wanted:
        raise BadInput(
            "parent：社区必须填写所属街道办事处的代码，其他机构不填"
            " / parent: fill the street office of a community, and nothing for others"
        )


def connector_fits(kind: OfficeKind, url: str, key_id: str, secret: str) -> None:
    """Refuse an interface that is not a checking department's, not HTTP, or lacks a secret.

    Raises:
        BadInput: names the field.
    """
    if kind not in CHECKING:
        raise BadInput("只有核查部门可以设置接口 / only a checking department has an interface")
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or len(url) > 300:
        raise BadInput(
            f"接口地址“{url}”应为 http(s):// 开头的网址"
            f" / interface {url!r}: give an http(s) address"
        )
    if not 1 <= len(key_id) <= 64 or len(secret) < 16:
        raise BadInput(
            "接口密钥：须有编号，密钥至少 16 个字符"
            " / key: give its id, and a secret of 16 or more signs"
        )


def may_close(opened_on: date, today: date, day: date) -> None:
    """Refuse a first day without the office that lies in the past or before it opened.

    Raises:
        BadInput: names the day and the remedy.
    """
    if day < today or day <= opened_on:
        raise BadInput(
            f"撤销日期 {day}：应不早于今天（{today}）并晚于设立日期（{opened_on}）"
            f" / closing day {day}: choose one from today ({today}) on and after {opened_on}"
        )
