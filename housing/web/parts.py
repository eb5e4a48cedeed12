"""Chinese inside English pages is marked as Chinese, so that it is read aloud and hyphenated so.

Names, addresses, reasons and titles of documents are Chinese whoever reads them. Rather than have
every template know which of its values are, the finished page is gone through once.
"""

import re
from html.parser import HTMLParser

from flask import Flask, Response

from housing.web.language import language

_BEGIN = r"[\u3400-\u9fff《（〔【]"
_INSIDE = r"[\u3400-\u9fff\u3000-\u303f\uff01-\uffef0-9“”·*—. -]"
_END = r"[\u3400-\u9fff》）〕】0-9]"
#: A run of Chinese with the figures and marks inside it; a lone bracket is none.
RUN = re.compile(rf"{_BEGIN}(?:{_INSIDE}*{_END})?")
HAN = re.compile(r"[\u3400-\u9fff]")
#: What holds no elements.
PLAIN = frozenset({"title", "option", "textarea", "script", "style"})
VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})


def mark_chinese_of(app: Flask) -> None:
    """Mark the Chinese parts of every English page of `app`."""
    app.after_request(mark_chinese)


def mark_chinese(answer: Response) -> Response:
    """Mark the Chinese parts of a page where English is read."""
    is_page = answer.mimetype == "text/html" and "Content-Disposition" not in answer.headers
    if is_page and not answer.direct_passthrough and language() == "en":
        answer.set_data(marked(answer.get_data(as_text=True)))
    return answer


def marked(page: str) -> str:
    """Return an English page with each run of Chinese in an element that says so."""
    if not HAN.search(page):
        return page
    marker = _Marker()
    marker.feed(page)
    marker.close()
    return "".join(marker.written)


class _Marker(HTMLParser):
    """Writes a page again as it was, but for the runs of Chinese outside what is marked."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.written: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.written.append(self.get_starttag_text() or "")
        if tag in VOID:
            return
        language = dict(attrs).get("lang")
        outer = self._open[-1][1] if self._open else False
        leave = outer if language is None else language.startswith("zh")
        self._open.append((tag, leave or tag in PLAIN))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.written.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self.written.append(f"</{tag}>")
        if any(name == tag for name, _leave in self._open):
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        leave = self._open[-1][1] if self._open else False
        self.written.append(data if leave else RUN.sub(_span, data))

    def handle_entityref(self, name: str) -> None:
        self.written.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.written.append(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self.written.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.written.append(f"<!{decl}>")


def _span(run: re.Match[str]) -> str:
    words = run.group()
    return f'<span lang="zh-CN">{words}</span>' if HAN.search(words) else words
