"""Names, numbers and waiting times of accounts: values in, decisions out."""

import re
from datetime import datetime, timedelta

from stdnum.cn.ric import calc_check_digit

from housing.core.access.names import ROLE_NAMES
from housing.core.access.offices import OFFICE_NAMES, ROLE_OFFICES, OfficeKind
from housing.core.access.permissions import Role
from housing.core.errors import BadInput, BrokenRule

#: A mobile number of mainland China.
MOBILE = re.compile(r"1[3-9][0-9]{9}")
FREE_FAILURES = 10
LONGEST_WAIT = timedelta(minutes=15)
_NAME = re.compile(r"[\w.-]{2,32}")
_CITIZEN = re.compile(r"[1-9][0-9]{16}[0-9X]")
_DOCUMENT = re.compile(r"[A-Z0-9]{6,18}")


def account_name(name: str) -> str:
    """Return a fit account name.

    Raises:
        BadInput: other signs, too short or long, or the form of a mobile number, which is how
            applicants sign in.
    """
    if not _NAME.fullmatch(name) or MOBILE.fullmatch(name):
        raise BadInput(
            f"账号名“{name}”应为 2 至 32 个字母、数字、汉字或 . _ -，且不能是手机号"
            f" / account name {name!r}: use 2 to 32 letters, digits or . _ -, no mobile number"
        )
    return name


def mobile_number(typed: str) -> str:
    """Return the mobile number in eleven digits, without the spaces and dashes people type.

    Raises:
        BadInput: it is none of mainland China.
    """
    number = re.sub(r"[\s-]", "", typed).removeprefix("+86")
    if not MOBILE.fullmatch(number):
        raise BadInput(
            f"手机号“{typed}”应为 1 开头的 11 位数字 / mobile number {typed!r}: 11 digits from 1"
        )
    return number


def identity_number(typed: str) -> str:
    """Return the number of an identity document in capitals.

    Raises:
        BadInput: no such form, or a citizen's number whose check digit does not fit.
    """
    number = re.sub(r"\s", "", typed).upper()
    fits = _DOCUMENT.fullmatch(number) and (
        not _CITIZEN.fullmatch(number) or calc_check_digit(number) == number[-1]
    )
    if not fits or len(number) in (15, 16, 17):
        raise BadInput(
            "证件号码：请核对位数和末位校验码 / identity number: check its length and last sign"
        )
    return number


def fitting_office(role: Role, kind: OfficeKind | None) -> None:
    """Refuse a role outside the offices it belongs to. Basis: HN 5 (HN-5-2, HN-5-3, HN-5-5).

    Raises:
        BrokenRule: names the kinds of office that fit.
    """
    wanted = ROLE_OFFICES.get(role, ())
    if not wanted and kind is None:
        return
    if kind in wanted:
        return
    names = "、".join(OFFICE_NAMES[each] for each in wanted) or "（不属于任何机构）"
    raise BrokenRule(
        f"{ROLE_NAMES[role]}应在：{names}，请选择机构"
        f" / role {role} works in: {', '.join(wanted) or 'no office'}; name its office"
    )


def waits_until(failures: int, failed_at: datetime | None) -> datetime | None:
    """Return until when no password is compared after `failures` wrong ones; None: at once.

    The tenth wrong one asks for one minute, each further one doubles that, up to a quarter of an
    hour: guessing is hopeless, and nobody is locked out for ever.
    """
    if failures < FREE_FAILURES or failed_at is None:
        return None
    minutes = 2 ** min(failures - FREE_FAILURES, 10)
    return failed_at + min(timedelta(minutes=minutes), LONGEST_WAIT)
