"""Which further cases the plan of a round names: asked of whoever keeps the plans."""

from collections.abc import Callable, Sequence

from flask import Flask, current_app
from sqlalchemy.orm import Session

#: The cases that the plan of the round with this code names.
Namer = Callable[[Session, str], Sequence[str]]
_EXTENSION = "housing-abandonments"


def name_cases_with(app: Flask, namer: Namer) -> None:
    """Let `namer` say which cases the plan of a round names, on the pages of `app`."""
    app.extensions[_EXTENSION] = namer


def named_in(session: Session, round_code: str | None) -> Sequence[str]:
    """Return the further cases of a round; none without a plan. Basis: HN 22 (HN-22-8)."""
    namer: Namer | None = current_app.extensions.get(_EXTENSION)
    return namer(session, round_code) if namer and round_code else ()
