"""Walking through the pages as somebody who follows every link, a few times per kind of page."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException

CHINESE = re.compile(r"[\u3400-\u9fff]")
#: What holds no elements that could be marked, and what nobody hears.
SILENT = frozenset({"script", "style", "option", "title", "textarea"})
VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
#: Pages of one kind that are opened: the first ones that are met.
OF_A_KIND = 3


@dataclass(frozen=True, slots=True)
class Walked:
    """One page that was opened."""

    address: str
    endpoint: str
    text: str


def walk(app: Flask, client: FlaskClient, *starts: str) -> Iterator[Walked]:
    """Yield every kind of page that links lead to from `starts`.

    A page that fails is yielded with the words of the failure; one that the visitor may not see
    is told as any other.
    """
    waiting, seen, kinds = deque(starts), set(starts), Counter[str]()
    adapter = app.url_map.bind("localhost")
    while waiting:
        address = waiting.popleft()
        endpoint = _endpoint(adapter.match, address)
        if not endpoint or kinds[endpoint] >= OF_A_KIND:
            continue
        kinds[endpoint] += 1
        answer = client.get(address)
        assert answer.status_code < 500, address
        if answer.status_code in (301, 302):
            _queue(answer.headers["Location"], address, waiting, seen)
        if not (answer.mimetype or "").startswith("text/html"):
            continue
        yield Walked(address, endpoint, answer.text)
        for link in read(answer.text).links:
            _queue(link, address, waiting, seen)


def _queue(link: str, page: str, waiting: deque[str], seen: set[str]) -> None:
    address = urljoin(page, link.partition("#")[0])
    parts = urlsplit(address)
    own = not parts.netloc or parts.netloc == "localhost"
    if own and address not in seen and not parts.path.startswith(("/preferences", "/static")):
        seen.add(address)
        waiting.append(address)


def _endpoint(match: object, address: str) -> str:
    parts = urlsplit(address)
    try:
        endpoint, _values = match(parts.path, method="GET")  # type: ignore[operator]
    except HTTPException:
        return ""
    return "" if endpoint in ("accounts.sign_out",) else str(endpoint)


@dataclass
class Reading(HTMLParser):
    """What a page says outside elements marked as Chinese, and where its links lead."""

    links: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    _open: list[tuple[str, bool]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    @property
    def said(self) -> str:
        """All words of the page, in order."""
        return " ".join("".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Go into an element."""
        held = dict(attrs)
        outer = self._open[-1][1] if self._open else False
        language = held.get("lang")
        chinese = outer if language is None else language.startswith("zh")
        if tag == "a" and held.get("href"):
            self.links.append(str(held["href"]))
        if tag not in VOID:
            self._open.append((tag, chinese or tag in SILENT))

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        while self._open:
            if self._open.pop()[0] == tag:
                return

    def handle_data(self, data: str) -> None:
        """Hear what is said."""
        self.words.append(data)
        self._say(data, self._open[-1][1] if self._open else False)

    def _say(self, words: str, chinese: bool) -> None:
        if not chinese and CHINESE.search(words):
            self.foreign.append(" ".join(words.split()))


def read(text: str) -> Reading:
    """Return a page as it is heard."""
    reading = Reading()
    reading.feed(text)
    return reading
