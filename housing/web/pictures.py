"""Pictures as SVG files; each stands beside a table that says the same in numbers.

They are served as files and shown by <img>: the content policy allows no style inside a page.
"""

from collections.abc import Sequence
from xml.etree import ElementTree

import pygal
from pygal.etree import etree
from pygal.style import Style

# pygal would take lxml where another library has brought it, and its trees are other ones.
etree.to_etree()

#: Colours that keep apart for the colour-blind and in grey: dark blue, amber, grey.
COLOURS = ("#1f4e79", "#d28a00", "#7a8594")
_FONT = "system-ui, 'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', sans-serif"
_WIDTH, _FRAME, _LABEL = 520, 110, 15
_ROW, _DENSE_ROW, _MANY = 30, 23, 12
_STYLE = Style(
    background="#ffffff",
    plot_background="#ffffff",
    foreground="#1d2430",
    foreground_strong="#1d2430",
    foreground_subtle="#d5dae1",
    colors=COLOURS,
    font_family=_FONT,
    label_font_size=_LABEL,
    major_label_font_size=_LABEL,
    legend_font_size=16,
    value_font_size=14,
    value_label_font_size=14,
    no_data_font_size=18,
    opacity="1",
    opacity_hover="1",
    transition="0s",
)

Series = tuple[str, Sequence[int | None]]


def bars(labels: Sequence[str], series: Sequence[Series]) -> bytes:
    """Return stacked horizontal bars, the first label on top; None leaves a bar out.

    Takes time and space linear in the number of labels.
    """
    chart = pygal.HorizontalStackedBar(
        js=[],
        style=_STYLE,
        width=_WIDTH,
        height=_FRAME + (_DENSE_ROW if len(labels) > _MANY else _ROW) * max(len(labels), 2),
        legend_at_bottom=True,
        legend_box_size=14,
        show_legend=len(series) > 1,
        truncate_label=-1,
        truncate_legend=-1,
        no_data_text="—",
        margin=12,
        margin_left=12 + max(map(_missing_width, labels), default=0),
        value_formatter=lambda value: f"{value:.0f}",
    )
    # Horizontal bars are drawn from the bottom up.
    chart.x_labels = list(reversed(labels))
    chart.y_labels = _ticks(_longest(series))
    for name, values in series:
        chart.add(name, list(reversed(values)))
    return _without_scripts(chart.render_tree())


def _missing_width(label: str) -> int:
    """Return the pixels that pygal forgets: it takes every character for 0.6 of its height."""
    wide = sum(1 for character in label if ord(character) > 0x2E7F)
    return int(wide * _LABEL * 0.4)


def _longest(series: Sequence[Series]) -> int:
    columns = zip(*(values for _, values in series), strict=True)
    return max((sum(value or 0 for value in column) for column in columns), default=0)


def _ticks(longest: int) -> list[int]:
    """Return about four round numbers from 0 up to the longest bar."""
    step = 1
    while longest > 4 * step:
        step *= 5 if str(step)[0] == "1" else 2
    return list(range(0, longest + step, step))


def _without_scripts(root: ElementTree.Element) -> bytes:
    """Remove the scripts that pygal writes for pages; a picture must not carry any."""
    for parent in list(root.iter()):
        for child in [c for c in parent if str(c.tag).endswith("script")]:
            parent.remove(child)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))
