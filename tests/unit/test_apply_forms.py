"""What people write into the forms of an application, and what the pages call things."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import Field, Form

from housing.applications import page_words
from housing.applications.form_fields import DayField, HundredthsField, MonthField, PhoneField
from housing.applications.months import months_between
from housing.applications.states import ApplicationState
from housing.applications.words import Capacity, Consent, GuardianRelation, Marital, Relation
from housing.clocks.kinds import ClockKind
from housing.households.words import Assistance, Group
from housing.imports.persons import DOCUMENTS
from housing.web.language import speak


class Written(Form):  # type: ignore[misc]  # wtforms carries no types
    """One field of each kind."""

    amount = HundredthsField("", most=10**7)
    day = DayField("")
    month = MonthField("")
    phone = PhoneField("")


@pytest.fixture
def app() -> Flask:
    """Nothing but the language."""
    app = Flask("housing")
    speak(app)
    return app


def _read(app: Flask, name: str, text: str) -> Field:
    with app.test_request_context("/"):
        form = Written(MultiDict({name: text}))
        form.validate()
        return form[name]


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("amount", "1,234.5", 123450),
        ("amount", " 2600 元 ", 260000),
        ("amount", "３６．５", 3650),
        ("amount", "36.5㎡", 3650),
        ("amount", "0", 0),
        ("amount", "", None),
        ("day", "2025-7-3", date(2025, 7, 3)),
        ("day", "2025年7月3日", date(2025, 7, 3)),
        ("day", "2025.07.03", date(2025, 7, 3)),
        ("day", "20250703", date(2025, 7, 3)),
        ("month", "2025年3月", "2025-03"),
        ("month", "202503", "2025-03"),
        ("month", "2025/3", "2025-03"),
        ("phone", "+86 139 0000 2222", "13900002222"),
        ("phone", "0731-82223333", "073182223333"),
    ],
)
def test_what_people_write_is_understood(app: Flask, name: str, text: str, value: Any) -> None:
    field = _read(app, name, text)
    assert (field.data, list(field.errors)) == (value, [])


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("amount", "两千", "只填数字"),
        ("amount", "-5", "只填数字"),
        ("amount", "1.234", "只填数字"),
        ("amount", "999999999", "太大"),
        ("day", "昨天", "年-月-日"),
        ("day", "2025-02-30", "日历上没有"),
        ("month", "2025-13", "年-月"),
        ("phone", "1390000", "11 位手机号"),
    ],
)
def test_what_cannot_be_read_says_how_to_write_it(
    app: Flask, name: str, text: str, says: str
) -> None:
    field = _read(app, name, text)
    assert says in "".join(field.errors)
    assert field._value() == text  # Shown again as it was typed.


def test_stored_values_are_shown_as_people_write_them(app: Flask) -> None:
    with app.test_request_context("/"):
        form = Written(data={"amount": 123450, "day": date(2025, 7, 3), "month": "2025-03"})
    assert [form[name]._value() for name in ("amount", "day", "month")] == [
        "1234.5",
        "2025-07-03",
        "2025-03",
    ]


def test_months_run_over_the_new_year() -> None:
    assert list(months_between("2025-11", "2026-02")) == [
        "2025-11",
        "2025-12",
        "2026-01",
        "2026-02",
    ]
    assert list(months_between("2026-02", "2026-01")) == []


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (page_words.GROUP_CHOICES, Group),
        (page_words.RELATIONS, Relation),
        (page_words.CAPACITIES, Capacity),
        (page_words.MARITALS, Marital),
        (page_words.CONSENTS, Consent),
        (page_words.GUARDIANS, GuardianRelation),
        (page_words.ASSISTANCE_CHOICES, Assistance),
        (page_words.STATES, ApplicationState),
        (page_words.NEXT, ApplicationState),
        (page_words.DOCUMENT_KINDS, DOCUMENTS),
    ],
)
def test_every_word_is_called_something_on_pages(said: Any, words: Any) -> None:
    assert set(said) == set(words)


def test_every_clock_of_an_applicant_has_a_name() -> None:
    """The departments' own clock is not the applicant's to watch; others run on other cases."""
    assert set(ClockKind) - set(page_words.CLOCKS) == {
        ClockKind.DEPARTMENT_CHECK,
        ClockKind.SURPLUS_TRANSFER,
        ClockKind.FILING_REVIEW,
        ClockKind.WAITLIST_RECHECK,
        ClockKind.TENANT_RECHECK,
        ClockKind.EXIT_REVIEW,
        ClockKind.RENEWAL_REVIEW,
        ClockKind.REDUCTION_DECISION,
        ClockKind.VIOLATION_STATEMENT,
        ClockKind.RECTIFICATION,
        ClockKind.RETURN_ORDERED,
        ClockKind.EXCHANGE_DECISION,
        ClockKind.EXCHANGE_FILING,
        ClockKind.ABANDONMENT_STATEMENT,
        ClockKind.LEASE_SIGNING,
        ClockKind.MOVE_IN,
        ClockKind.LEASE_FILING,
        ClockKind.REPAIR_RESPONSE,
        ClockKind.BUYER_REVIEW,
        ClockKind.PRICE_APPROVAL,
        ClockKind.BUYBACK_DECISION,
        ClockKind.SALE_CORRECTION,
        ClockKind.SALE_LEAVING,
        ClockKind.GRANT_PAYMENT,
        ClockKind.LAND_BALANCE,
    }
