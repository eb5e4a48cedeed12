"""Text that somebody typed: there, and no longer than its place."""

from collections.abc import Iterable

from housing.core.errors import BadInput

#: The most characters of a text whose place names no bound of its own.
LONGEST = 4_000


def given(text: str | None, name: str, most: int = LONGEST) -> str:
    """Return a text that must not be empty, without the space around it.

    `name` is what the field is called, in Chinese and English with " / " between.

    Raises:
        BadInput: it is empty, or longer than `most` characters; names the field.
    """
    words = (text or "").strip()
    chinese, _, english = name.partition(" / ")
    if not words:
        raise BadInput(f"{chinese}：不能为空 / {english}: must not be empty")
    if len(words) > most:
        raise BadInput(
            f"{chinese}：{len(words)} 字，最多 {most} 字 / {english}: at most {most} characters"
        )
    return words


def given_lines(lines: Iterable[str], name: str) -> list[str]:
    """Return the lines that say something, each on one line.

    Raises:
        BadInput: none does; names the field.
    """
    said = [" ".join(each.split()) for each in lines if each.strip()]
    given("".join(said), name)
    return said
