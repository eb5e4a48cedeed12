"""The menu: each visitor sees the entries meant for them whose door is open to them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from flask import Flask, current_app, request, url_for
from flask_babel import LazyString

from housing.core.access.permissions import Permission
from housing.web.acting import somebody
from housing.web.guards import admits, guard_of


class Audience(StrEnum):
    """For whom an entry is: everybody, families and their employers, or officers."""

    ALL = "all"
    FAMILIES = "families"
    OFFICERS = "officers"


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the menu: whether the visitor stands there, and whether anybody may.

    Who is signed in finds what anybody may see under one heading, after their own pages.
    """

    address: str
    words: LazyString
    here: bool
    public: bool


def offer(app: Flask, menu: Sequence[tuple[str, LazyString, Audience]]) -> None:
    """Let the pages of `app` show `menu`: endpoint, words and audience of each entry, in order."""

    def places() -> Iterator[Place]:
        actor = somebody()
        officer = actor is not None and actor.may(Permission.SEE_DESK)
        for endpoint, words, audience in menu:
            if audience is (Audience.FAMILIES if officer else Audience.OFFICERS):
                continue
            guard = guard_of(current_app.view_functions[endpoint])
            if admits(guard, actor):
                public = actor is not None and admits(guard, None)
                yield Place(url_for(endpoint), words, request.endpoint == endpoint, public)

    app.context_processor(lambda: {"menu": places})
