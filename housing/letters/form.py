"""What a kind of letter is called and what it needs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Form:
    """What a kind of letter is called and what it needs.

    `short` stands in the number; `facts` must all be given and none may be empty; `message` is
    what a short message adds to the announcement of the letter. A letter with `minutes` is of no
    use later and is then not sent any more; one with `whole_message` says everything in it.
    """

    title: str
    short: str
    facts: tuple[str, ...]
    message: str = ""
    minutes: int = 0
    whole_message: bool = False
