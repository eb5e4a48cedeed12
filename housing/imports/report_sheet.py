"""The findings of a report as rows of a workbook, for whoever mends the sheet."""

from housing.imports.columns import KIND_WORDS, SheetKind
from housing.imports.faults import Fault
from housing.imports.models import ImportReport

COLUMNS = {
    "zh": ("表", "行号", "列", "填写内容（已脱敏）", "性质", "问题", "处理办法", "搁置理由"),
    "en": (
        "Sheet",
        "Row",
        "Column",
        "Value (masked)",
        "Kind",
        "What is wrong",
        "Remedy",
        "Set aside",
    ),
}
KINDS = {"zh": ("错误", "提示"), "en": ("fault", "notice")}


def report_rows(
    report: ImportReport, findings: list[Fault], language: str = "zh"
) -> list[tuple[str | int, ...]]:
    """Return the rows of the workbook, in order of sheet and row; rows set aside come last."""
    aside: list[tuple[str | int, ...]] = [
        (sheet_word(row.kind, language), row.row, "", "", "", "", "", row.reason)
        for row in report.set_aside
    ]
    return finding_rows(findings, language) + aside


def finding_rows(findings: list[Fault], language: str = "zh") -> list[tuple[str | int, ...]]:
    """Return the findings of one or more sheets as rows of the workbook."""
    fault_word, notice_word = KINDS[language]
    return [
        (
            sheet_word(found.sheet, language),
            found.row or "",
            found.column,
            found.value,
            notice_word if found.is_notice else fault_word,
            found.what(language),
            found.remedy(language),
            "",
        )
        for found in findings
    ]


def sheet_word(kind: SheetKind, language: str) -> str:
    """Return how a sheet is called."""
    return KIND_WORDS[kind] if language == "zh" else kind.value
