"""Pages call things as the sheets do: every word is there, and in Chinese it is the same."""

import pytest
from flask import Flask

from housing.households import page_words as household_pages
from housing.households.words import ASSISTANCE_WORDS, GROUP_WORDS, RESCUE_WORDS
from housing.imports import page_words as import_pages
from housing.imports.columns import KIND_WORDS
from housing.imports.states import ReportState
from housing.units import page_words as unit_pages
from housing.units.words import STATE_WORDS
from housing.web.language import speak

PAIRS = [
    (unit_pages.STATES, STATE_WORDS),
    (household_pages.GROUPS, GROUP_WORDS),
    (household_pages.RESCUES, RESCUE_WORDS),
    (household_pages.ASSISTANCES, ASSISTANCE_WORDS),
    (import_pages.KINDS, KIND_WORDS),
]


@pytest.mark.parametrize(("said", "written"), PAIRS)
def test_pages_and_sheets_use_the_same_words(
    said: dict[str, object], written: dict[str, str]
) -> None:
    app = Flask("housing")
    speak(app)
    with app.test_request_context("/", headers={"Accept-Language": "zh-CN"}):
        assert {key: str(words) for key, words in said.items()} == written


def test_every_state_of_a_report_has_a_word() -> None:
    assert set(import_pages.STATES) == set(ReportState)
