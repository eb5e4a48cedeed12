"""What the text of a seed says: whether it is of the announced source, and how many bits it has.

The bits of a text are the floor of log2 of the number of equally likely results of its drawings.
Basis: HN 21 (HN-21-5); method: RFC 3797.
"""

import re
from collections.abc import Mapping, Sequence
from math import comb, prod
from typing import Any

from housing.core.errors import BadInput

Source = Mapping[str, Any]


def source_of(sources: Sequence[Source], key: str) -> Source:
    """Return the announced source by its key.

    Raises:
        BadInput: names the sources that the county knows.
    """
    for source in sources:
        if source["key"] == key:
            return source
    known = "、".join(f"{source['key']}（{source['name']['zh']}）" for source in sources)
    raise BadInput(
        f"种子来源 {key!r} 不在公布的来源中：{known} / seed source unknown; use one of these"
    )


def bits_of(source: Source, text: str) -> int:
    """Return the whole bits of entropy in `text`.

    Raises:
        BadInput: the text is not in the form of its source; shows the form.
    """
    return _bits(_outcomes(source), _drawings(source, text))


def check_enough(source: Source, bits: int, least: int) -> None:
    """Refuse a seed that could be found by trying; `bits` as `bits_of` counts them.

    Raises:
        BadInput: names the bits missing and how many more drawings make up for them.
    """
    if bits >= least:
        return
    one = _outcomes(source)
    drawings = next(n for n in range(least) if _bits(one, n) >= bits)
    more = next(n for n in range(1, least + 1) if _bits(one, drawings + n) >= least)
    raise BadInput(
        f"种子：只有 {bits} 比特，至少需要 {least} 比特，还差 {least - bits} 比特；"
        f"请再取 {more} 次（{source['name']['zh']}） / seed: {bits} bits, {least - bits} short of"
        f" {least}; take {more} more of {source['name']['en']}"
    )


def _bits(one: int, drawings: int) -> int:
    results = 1
    for _ in range(drawings):
        results *= one
    return results.bit_length() - 1


def _outcomes(source: Source) -> int:
    """Return how many equally likely results one drawing or throw has."""
    if source["kind"] == "balls":
        return prod(comb(group["of"], group["take"]) for group in source["groups"])
    return prod([int(source["faces"])] * int(source.get("take", 1)))


def _drawings(source: Source, text: str) -> int:
    if source["kind"] == "throws":
        if not re.fullmatch(f"[1-{source['faces']}]+", text):
            _refuse(source, text, f"逐次写点数 1-{source['faces']}，如 35162")
        return len(text)
    drawings = [_parted(source, one, text) for one in text.split(";")]
    periods = [period for period, _ in drawings]
    if len(set(periods)) != len(periods):
        _refuse(source, text, "同一期号只能取一次 / each period once")
    for _, numbers in drawings:
        if not _is_drawing(source, numbers):
            _refuse(source, text, form_of(source))
    return len(drawings)


def form_of(source: Source) -> str:
    """Return an example of the text that a source asks for."""
    period = "0" * int(source.get("period_digits", 0))
    if source["kind"] == "throws":
        return "35162…"
    if source["kind"] == "digits":
        return f"{period}:{'0' * int(source['take'])};…"
    groups = ("，".join(f"{n:02d}" for n in range(1, g["take"] + 1)) for g in source["groups"])
    return f"{period}:{'+'.join(groups)};…".replace("，", ",")


def _parted(source: Source, one: str, text: str) -> tuple[str, str]:
    period, colon, numbers = one.partition(":")
    if not colon or not re.fullmatch(rf"[0-9]{{{source['period_digits']}}}", period):
        _refuse(source, text, form_of(source))
    return period, numbers


def _is_drawing(source: Source, numbers: str) -> bool:
    if source["kind"] == "digits":
        return re.fullmatch(rf"[0-9]{{{source['take']}}}", numbers) is not None
    groups = numbers.split("+")
    return len(groups) == len(source["groups"]) and all(
        _is_group(rule, group) for rule, group in zip(source["groups"], groups, strict=True)
    )


def _is_group(rule: Mapping[str, int], group: str) -> bool:
    """Two-digit numbers between 1 and `of`, ascending, `take` of them."""
    if not re.fullmatch(r"[0-9]{2}(,[0-9]{2})*", group):
        return False
    numbers = [int(number) for number in group.split(",")]
    in_range = all(1 <= number <= rule["of"] for number in numbers)
    return in_range and len(numbers) == rule["take"] and numbers == sorted(set(numbers))


def _refuse(source: Source, text: str, form: str) -> None:
    shown = text if len(text) <= 60 else f"{text[:57]}..."
    raise BadInput(
        f"种子：{shown!r} 不是“{source['name']['zh']}”的形式，应为 {form}"
        f" / seed: not in the form of {source['name']['en']}: {form}"
    )
