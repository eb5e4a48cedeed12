"""Letters: every kind has a template that states its facts, and says nothing when one lacks."""

import re
from datetime import date

import pytest
from jinja2 import meta

from housing.catalogue.articles import articles
from housing.core.errors import BadInput, NotFound
from housing.letters.kinds import FORMS, LetterKind
from housing.letters.page_words import KINDS
from housing.letters.writing import EVERY, FOLDER, Writing, letter_words, message_of, written
from tests.factories.letters import FACTS

DAY = date(2026, 9, 1)
ISSUER = {"issuer": "示例县住房和城乡建设局", "contact": "示例县住房和城乡建设局，0731-80000000"}
MACROS = {"numbered", "remedies"}
STANDARD = {"title", "number", "case", "name", "day", "articles", *MACROS, *EVERY}


def write(kind: LetterKind, **changed: object) -> str:
    writing = Writing(kind, "430199-2026-XX-00001", "SQ2026000007", "李明", DAY)
    return written(writing, {**FACTS[kind], **ISSUER, **changed}, ("HN-15-12",))


def test_every_kind_has_a_form_a_template_and_a_mark_of_its_own() -> None:
    assert set(FORMS) == set(LetterKind) == set(FACTS) == set(KINDS)
    assert len({form.short for form in FORMS.values()}) == len(FORMS)
    frames = {"letter", "lists", "message", "remedies"}
    assert {path.stem for path in FOLDER.glob("*.txt")} == {*map(str, LetterKind), *frames}


@pytest.mark.parametrize("kind", LetterKind)
def test_a_template_uses_all_its_facts_and_no_others(kind: LetterKind) -> None:
    source = (FOLDER / f"{kind}.txt").read_text(encoding="utf-8")
    used = meta.find_undeclared_variables(letter_words().parse(source))
    assert used - STANDARD == set(FORMS[kind].facts)
    said = meta.find_undeclared_variables(letter_words().parse(FORMS[kind].message))
    assert said <= set(FORMS[kind].facts)


@pytest.mark.parametrize("kind", LetterKind)
def test_a_letter_is_whole(kind: LetterKind) -> None:
    text = write(kind)
    sections = text.strip().split("\n\n")
    assert sections[0].split("\n") == [
        "示例县住房和城乡建设局",
        FORMS[kind].title,
        "编号：430199-2026-XX-00001",
    ]
    assert sections[-1].split("\n") == ["示例县住房和城乡建设局", "2026年9月1日"]
    assert not re.search(r"\{|\}|None|\[|Undefined|2026-09", text)
    assert all(section.strip() for section in sections)
    if kind is not LetterKind.VERIFICATION_CODE:
        assert sections[1] == "李明："
        assert "依据：《湖南省公共租赁住房分配和运营管理办法》第十五条第（二）项。" in text


@pytest.mark.parametrize("kind", LetterKind)
def test_a_letter_without_one_of_its_facts_is_not_written(kind: LetterKind) -> None:
    for fact in FORMS[kind].facts:
        with pytest.raises(BadInput, match=fact):
            write(kind, **{fact: ""})
    with pytest.raises(BadInput, match="surprise"):
        write(kind, surprise="x")


def test_a_refusal_reads_as_a_person_expects() -> None:
    assert write(LetterKind.REFUSAL) == (
        """示例县住房和城乡建设局
审核结果通知书（不符合条件）
编号：430199-2026-XX-00001

李明：

您的公共租赁住房申请（申请编号：SQ2026000007）经审核不符合住房保障条件，我单位于2026年9月1日作出此审核结果。理由如下：
1. 人均住房面积18.20平方米，高于本地规定的15.00平方米。

您对审核结果有异议的，可以在2026年9月22日前向示例县住房和城乡建设局申请复核，并可以提交新的材料。我单位将会同有关部门复核，并在规定期限内将复核结果书面告知您。

情况发生变化、符合条件的，可以重新申请。

依据：《湖南省公共租赁住房分配和运营管理办法》第十五条第（二）项。

咨询：示例县住房和城乡建设局，0731-80000000。

示例县住房和城乡建设局
2026年9月1日
"""
    )


def test_a_refusal_without_a_reason_cannot_be_written() -> None:
    """HN-15-12."""
    with pytest.raises(BadInput, match="reasons"):
        write(LetterKind.REFUSAL, reasons=[])


def test_what_people_typed_cannot_add_a_paragraph() -> None:
    forged = "已购房\n\n示例县住房和城乡建设局\n2026年1月1日"
    text = write(LetterKind.WITHDRAWAL, reason=forged)
    assert text.count("\n\n") == write(LetterKind.WITHDRAWAL).count("\n\n")
    assert "已购房 示例县住房和城乡建设局 2026年1月1日" in text


def test_articles_are_cited_once_each_and_foreign_documents_as_they_are() -> None:
    title = "《湖南省公共租赁住房分配和运营管理办法》"
    assert articles(["HN-15-12", "HN-15-9", "HN-15-14"]) == (
        f"{title}第十五条第（二）项、第十五条第二款"
    )
    own = articles(["住房和城乡建设部令第11号", "汉政办发〔2026〕1号"])
    assert own == "住房和城乡建设部令第11号；汉政办发〔2026〕1号"
    assert articles([]) == ""
    with pytest.raises(NotFound):
        articles(["HN-" + "99-9"])


def test_messages_are_short_and_say_what_to_do() -> None:
    for kind in LetterKind:
        writing = Writing(kind, "430199-2026-XX-00001", "SQ2026000007", "李明", DAY)
        said = message_of(writing, {**FACTS[kind], **ISSUER})
        assert "\n" not in said
        assert len(said) <= 140, kind
    writing = Writing(LetterKind.VERIFICATION_CODE, "n", "", "", DAY)
    said = message_of(writing, {**FACTS[LetterKind.VERIFICATION_CODE], **ISSUER})
    assert said.startswith("【示例县住房和城乡建设局】验证码482913，10分钟内有效。")
    refusal = Writing(LetterKind.REFUSAL, "n", "c", "李明", DAY)
    assert "可在2026年9月22日前申请复核" in message_of(
        refusal, {**FACTS[LetterKind.REFUSAL], **ISSUER}
    )
