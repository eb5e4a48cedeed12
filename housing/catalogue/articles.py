"""Articles as letters and notices cite them: the instrument's title, its articles, each once."""

import re
from collections.abc import Sequence

from housing.catalogue.book import load_catalogue

_RULE = re.compile(r"[A-Z]{2,4}-[0-9A-Z]+(-[0-9A-Z]+)*")


def articles(cites: Sequence[str]) -> str:
    """Return what `PolicyBook.cited` gave as people write it.

    Ids of rules become the title and articles of their instrument; the names of other documents
    (a place's own legal basis) stay as they are.

    Raises:
        NotFound: an id that no instrument has.
    """
    catalogue = load_catalogue()
    held: dict[str, list[str]] = {}
    for cite in dict.fromkeys(cites):
        if _RULE.fullmatch(cite):
            rule = catalogue.find(cite)
            title = f"《{catalogue.instrument(rule.instrument).title}》"
            held.setdefault(title, []).append(rule.article)
        else:
            held.setdefault(cite, [])
    return "；".join(title + "、".join(dict.fromkeys(held[title])) for title in held)
