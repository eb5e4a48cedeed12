"""The menu: each visitor sees the entries whose door is open to them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import Flask, current_app, request, url_for
from flask_babel import LazyString

from housing.web.acting import somebody
from housing.web.guards import admits, guard_of


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the menu, and whether the visitor stands there."""

    address: str
    words: LazyString
    here: bool


def offer(app: Flask, menu: Sequence[tuple[str, LazyString]]) -> None:
    """Let the pages of `app` show `menu`: endpoint and words of each entry, in order."""

    def places() -> Iterator[Place]:
        actor = somebody()
        for endpoint, words in menu:
            if admits(guard_of(current_app.view_functions[endpoint]), actor):
                yield Place(url_for(endpoint), words, request.endpoint == endpoint)

    app.context_processor(lambda: {"menu": places})
