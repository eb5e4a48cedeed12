"""What may be made public: masked words pass, whole numbers and names never do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from housing.households.masking import masked_identity, masked_name, masked_phone
from housing.notices.rules import faults, unmasked

IDENTITY = "11010519491231002X"


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("备注", IDENTITY),
        ("备注", f"证件{IDENTITY}号"),
        ("备注", "110105491231002"),
        ("备注", "110105 19491231 002X"),
        ("备注", "110105-19491231-002X"),
        ("备注", "１１０１０５１９４９１２３１００２Ｘ"),
        ("备注", "电话13812345678"),
        ("备注", "138 1234 5678"),
        ("备注", "+86 138-1234-5678"),
        ("备注", "wang@example.org"),
        ("申请人", "王小芳"),
        ("配偶", "李明"),
        ("证件号码", "H12345678"),
        ("联系电话", "0731-8888888"),
    ],
)
def test_what_tells_who_somebody_is_is_found(label: str, words: str) -> None:
    assert unmasked(label, words)
    assert len(faults("公示", [(label, words)])) == 1


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("申请人", "王*芳"),
        ("证件号码", "110*************2X"),
        ("家庭人口", "3"),
        ("申请类别", "城镇中等偏下收入住房困难家庭"),
        ("登记日期", "2026-09-01"),
        ("公示期", "2026-09-01 2026-09-08"),
        ("案件", "SQ2026000123"),
        ("初审意见", "符合条件"),
    ],
)
def test_what_neighbours_need_passes(label: str, words: str) -> None:
    assert unmasked(label, words) == ""


def test_a_title_is_looked_at_too() -> None:
    assert faults(f"关于{IDENTITY}的公示", [("家庭人口", "3")])


@given(
    name=st.text("王李张刘陈杨赵黄周吴欧阳上官小明芳丽", min_size=2, max_size=5),
    number=st.from_regex(r"[1-9][0-9]{16}[0-9X]", fullmatch=True),
    phone=st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
)
def test_whatever_the_masks_make_may_be_shown(name: str, number: str, phone: str) -> None:
    assert unmasked("申请人", masked_name(name)) == ""
    assert unmasked("证件号码", masked_identity(number)) == ""
    assert unmasked("手机", masked_phone(phone)) == ""
    assert unmasked("备注", f"见{number}。")
    assert unmasked("备注", f"见{phone}。")
