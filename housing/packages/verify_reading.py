"""Reading the files of a package strictly: canonical bytes, each file in its form.

Part of verify.py; Python's standard library only.
"""

from __future__ import annotations

import getpass
import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

Json = Any
LARGEST = 2**53 - 1  # Larger whole numbers are not exact in a browser.
LARGEST_PACKAGE = 2**30
INSTANT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{6})?\+00:00")


class Fault(Exception):
    """A file that cannot be read as what it should be; the message names the place."""


class Row(tuple):  # type: ignore[type-arg]
    """The form of a list with one form for each of its places."""


#: A type, a constant, a tuple of choices, [form] a list, {str: form} any keys, else a record.
FORMS: dict[str, Json] = {
    "manifest.json": {"format": 1, "round": str, "files": {str: str}},
    "roll.json": {
        **{"format": 1, "round": str, "place": str, "day": str, "frozen_at": str},
        "households": [
            {
                **{"id": str, "tier": int, "score": int, "points": [Row((str, int, str))]},
                **{"accepted_on": str, "size": int, "needs_accessible": (0, 1)},
                **{"pools": [str], "wishes": [[str]]},
            }
        ],
        "off_roll": {str: int},
    },
    "units.json": {
        **{"format": 1, "round": str},
        "classes": [
            {
                **{"id": str, "project": str, "layout": str, "band": str, "accessible": (0, 1)},
                **{"pool": (None, str), "area_min": int, "area_max": int, "capacity": int},
            }
        ],
        "units": [{"id": str, "class": str, "address": str, "area": int, "rent_fen": int}],
    },
    "rules.json": {
        **{"format": 1, "place": str, "day": str, "mechanism": str, "strike_classes": (0, 1)},
        "ordinary_for_accessible_need": ("never", "if_wished"),
        "suitability": [
            {
                **{"size_min": int, "size_max": (None, int), "layouts": [str]},
                **{"area_min": int, "area_max": int},
            }
        ],
        "values": [
            {
                **{"parameter": str, "value": Json, "unit": str, "place": str, "from": str},
                **{"to": (None, str), "basis": str, "rules": [str], "source": str},
                "provisional": (0, 1),
            }
        ],
    },
    "seed.json": {
        **{"format": 1, "round": str, "roll_sha256": str, "source": str, "text": str, "bits": int},
        **{"frozen_at": str, "drawn_at": str, "entered_at": str, "witnesses": Json},
    },
    "order.json": {
        **{"format": 1, "round": str, "roll_sha256": str, "seed_sha256": str},
        "households": [{"id": str, "priority": Row((int, int, str, str))}],
    },
    "picks.json": {
        **{"format": 1, "round": str, "order_sha256": str},
        "picks": [
            {
                **{"turn": int, "stage": str, "household": str, "at": str},
                "outcome": ("picked", "given_up", "declined", "none_left", "absent"),
                **{"class": (None, str), "unit": (None, str)},
            }
        ],
    },
    "stages.json": {
        **{"format": 1, "round": str},
        "stages": [
            {
                **{"number": int, "key": str, "title": {"zh": str, "en": str}, "basis": [str]},
                **{"problem": str, "plan": str, "problem_sha256": str, "plan_sha256": str},
            }
        ],
    },
    "allocation.json": {
        **{"format": 1, "round": str},
        **{"roll_sha256": str, "seed_sha256": str, "stages_sha256": str},
        "assignments": [{"household": str, "stage": int, "class": str, "unit": str}],
        "subsidy_due": [str],
    },
}


class Package:
    """The files of a package, each parsed once; `key` is the public key in hex, if known."""

    def __init__(self, files: dict[str, bytes], key: str | None = None) -> None:
        self.files, self.key = files, key
        self._parts: dict[str, Json] = {}

    def raw(self, name: str) -> bytes:
        """The exact bytes of a file."""
        if name not in self.files:
            raise Fault(f"{name}: 缺少此文件 / the file is missing")
        return self.files[name]

    def sha256(self, name: str) -> str:
        """The hash of a file's exact bytes."""
        return sha256(self.raw(name))

    def part(self, name: str) -> Json:
        """The value of a file in canonical bytes and in its form."""
        if name not in self._parts:
            value = parse(name, self.raw(name))
            fit(value, FORMS.get(name, Json), name)
            self._parts[name] = value
        return self._parts[name]


def sha256(raw: bytes) -> str:
    """Lowercase hex."""
    return hashlib.sha256(raw).hexdigest()


def canonical(value: Json) -> bytes:
    """The one way to write a value: UTF-8, sorted keys, no spaces."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def parse(name: str, raw: bytes) -> Json:
    """The value of canonical bytes; a key twice, a fraction, a truth value, a space are refused."""
    try:
        value = json.loads(
            raw.decode("utf-8"), parse_int=_whole, parse_float=_refuse, parse_constant=_refuse
        )
        if canonical(value) == raw and not _has_truth(value):
            return value
    except (ValueError, RecursionError):
        pass
    raise Fault(f"{name}: 不是规范字节 / these are not canonical bytes")


def _whole(text: str) -> int:
    return int(text) if len(text) < 18 and abs(int(text)) <= LARGEST else _refuse(text)


def _refuse(text: str) -> int:
    raise ValueError(text)


def _has_truth(value: Json) -> bool:
    if isinstance(value, (dict, list)):
        return any(map(_has_truth, value.values() if isinstance(value, dict) else value))
    return isinstance(value, bool)


def shown(value: Json) -> str:
    """A value for a sentence."""
    text = canonical(value).decode("utf-8")
    return text if len(text) <= 80 else text[:77] + "..."


def fit(value: Json, form: Json, place: str) -> None:
    """Refuse a value that does not have the form, naming the place."""
    parts = _parts(value, form)
    if parts is None:
        raise Fault(f"{place}: {shown(value)} 不合格式 / is not what format 1 has here")
    for step, part, inner in parts:
        fit(part, inner, f"{place}[{step}]")


def _parts(value: Json, form: Json) -> Iterable[tuple[Any, Json, Json]] | None:
    """The parts of a value with their forms; None when the value itself does not fit."""
    if isinstance(form, Row):
        fits = isinstance(value, list) and len(value) == len(form)
        return ((i, value[i], form[i]) for i in range(len(form))) if fits else None
    if isinstance(form, list):
        is_list = isinstance(value, list)
        return ((i, part, form[0]) for i, part in enumerate(value)) if is_list else None
    if isinstance(form, dict):
        is_open = str in form
        fits = isinstance(value, dict) and (is_open or set(value) == set(form))
        keys = sorted(value) if fits else []
        return ((key, value[key], form[str if is_open else key]) for key in keys) if fits else None
    choices = form if isinstance(form, tuple) else (form,)
    return () if any(_is_one(value, choice) for choice in choices) else None


def _is_one(value: Json, form: Json) -> bool:
    if form is Json or form in (str, int):
        return form is Json or type(value) is form
    return type(value) is type(form) and bool(value == form)


def difference(right: Json, found: Json, place: str) -> str:
    """Where two values first differ."""
    if isinstance(right, dict) and isinstance(found, dict) and set(right) == set(found):
        steps: list[Any] = sorted(right)
    elif isinstance(right, list) and isinstance(found, list) and len(right) == len(found):
        steps = list(range(len(right)))
    else:
        return differs(place, shown(right), shown(found))
    step = next(step for step in steps if canonical(right[step]) != canonical(found[step]))
    return difference(right[step], found[step], f"{place}[{step}]")


def differs(place: str, right: str, found: str) -> str:
    """A sentence with what should be there and what is."""
    return f"{place}: 应为 {right}，实为 {found} / should be {right}, is {found}"


def instant(text: str, place: str) -> str:
    """The same instant always in the same letters, so that texts compare as times do."""
    match = INSTANT.fullmatch(text)
    try:
        letters = match[1] + (match[2] or ".000000") if match else ""
        datetime.fromisoformat(letters)
    except ValueError:
        raise Fault(f"{place}: {text} 不是 UTC 时间 / is no UTC time") from None
    return letters


def hex_of(package: Package, name: str, size: int) -> str:
    """The hex digits of `size` bytes that a file holds."""
    text = package.raw(name).decode("utf-8", "replace").strip()
    if not re.fullmatch(f"[0-9a-f]{{{2 * size}}}", text):
        raise Fault(f"{name}: 不是 {size} 字节的十六进制 / is not {size} bytes in hex")
    return text


def read(path: Path) -> dict[str, bytes]:
    """The files of a folder or an archive."""
    if path.is_dir():
        files = (file for file in sorted(path.rglob("*")) if file.is_file())
        return {file.relative_to(path).as_posix(): file.read_bytes() for file in files}
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            names = [entry.filename for entry in entries]
            if len(set(names)) < len(names):
                raise Fault(f"{path.name}: 同名文件两次 / holds two files of one name")
            if sum(entry.file_size for entry in entries) > LARGEST_PACKAGE:
                raise Fault(f"{path.name}: 过大 / is larger than 1 GiB when unpacked")
            return {entry.filename: archive.read(entry) for entry in entries}
    except (OSError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error) as fault:
        raise Fault(f"{path.name}: 无法读取 / cannot be read: {fault}") from fault


def asked() -> str:
    """The identity number, typed unseen.

    Raises:
        Fault: there is nobody to ask.
    """
    try:
        return getpass.getpass("身份证号 / identity number: ")
    except EOFError:
        raise Fault("请给出 --identity-number / --identity-number is needed here") from None
