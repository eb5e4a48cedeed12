"""The browser's hash, draw, canonical bytes, zip reader and second opinion against Python's."""

import hashlib
import hmac
import io
import json
import random
import zipfile
from base64 import b64encode
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page, Playwright, Route, sync_playwright

from allocation import Problem, check, draw_key, solve
from allocation.canonical import canonical_bytes
from allocation.draw import order
from tests.allocation import by_hand
from tests.allocation.brute_force import constrained_optima, stage_values
from tests.allocation.mutations import changed_assignments, changed_tables, malformed
from tests.pages.browsers import FLAGS, installed
from tests.strategies import problems

pytestmark = pytest.mark.pages
Json = dict[str, Any]
#: Runs a function of JavaScript in the page with one argument.
Run = Callable[[str, Any], Any]

SCRIPTS = Path(__file__).parents[2] / "housing" / "static" / "verify"
ADDRESS = "http://verify.test/"
POLICY = "default-src 'none'; script-src 'self'"
ROLL = hashlib.sha256(b"roll").hexdigest()
#: Below, inside and above the surrogates, and beyond the first plane.
NAMES = ["a", "B", "张", "\u2028", "\x7f", '"\\\n', "\ue000", "\uffff", "𠅤", "1", "10", "2"]


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    """A page with the modules, in a thread of its own: other tests may have a browser open too."""
    program = installed()
    with ThreadPoolExecutor(max_workers=1) as thread:
        playwright = thread.submit(sync_playwright().start).result()
        page = thread.submit(_open, playwright, program).result()
        yield lambda script, value: thread.submit(page.evaluate, script, value).result()
        thread.submit(playwright.stop).result()


def _open(playwright: Playwright, program: str) -> Page:
    browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
    page = browser.new_page()
    page.route(f"{ADDRESS}**", _serve)
    page.goto(ADDRESS)
    return page


def _serve(route: Route) -> None:
    script = SCRIPTS / route.request.url.removeprefix(ADDRESS)
    if script.suffix == ".js":
        kind = {"Content-Type": "text/javascript; charset=utf-8"}
        route.fulfill(body=script.read_text(encoding="utf-8"), headers=kind)
    else:
        strict = {"Content-Type": "text/html", "Content-Security-Policy": POLICY}
        route.fulfill(body="<!doctype html><title>verify</title>", headers=strict)


def drawn(mechanism: str, count: int) -> list[Json]:
    """Problems of one mechanism, the same ones in every run."""
    found: list[Json] = []

    @settings(max_examples=count, database=None, derandomize=True, phases=[Phase.generate])
    @given(problems(mechanism))
    def collect(problem: Json) -> None:
        found.append(problem)

    collect()
    return found


def with_its_plan(problem: Json) -> Json:
    if problem["mechanism"] != "constrained":
        return solve(Problem.parse(problem)).to_json()
    optima = constrained_optima(problem)[1] or [{}]
    values = stage_values(problem, optima[0])
    return {
        "format": 1,
        "mechanism": "constrained",
        "problem_sha256": Problem.parse(problem).sha256(),
        "assignment": optima[0],
        "status": "optimal",
        "stages": [{"goal": "a tier or the ranks", "value": v, "bound": v} for v in values],
    }


def cases(mechanism: str, chance: random.Random) -> Iterator[tuple[Any, Any]]:
    """Right plans, plans spoilt in every way of `mutations`, and malformed files."""
    for problem in drawn(mechanism, 60):
        plan = with_its_plan(problem)
        yield problem, plan
        tables = changed_tables(problem, plan) if mechanism == "priority" else iter(())
        for _, mutant in chain(changed_assignments(problem, plan), tables):
            yield problem, mutant
        spoilt = [(problem, mutant) for _, mutant in malformed(plan)]
        spoilt += [(mutant, plan) for _, mutant in malformed(problem)]
        yield from chance.sample(spoilt, min(len(spoilt), 60))


CHECK = """async (text) => {
  const { check } = await import("/check.js");
  return JSON.parse(text).map(
    ([problem, plan, problemSha256]) => check(problem, plan, { problemSha256 }));
}"""


def found_alike(found: list[str], expected: list[str]) -> bool:
    """The same findings; of a malformed file the same place, for values are shown differently."""
    if any(" must be " in line or "does not belong" in line for line in expected):
        return found[0].split(": ")[0] == expected[0].split(": ")[0]
    return found == expected


@pytest.mark.parametrize("mechanism", ["priority", "in_turn", "deferred_acceptance", "constrained"])
def test_both_second_opinions_find_the_same(run: Run, mechanism: str) -> None:
    every = cases(mechanism, random.Random(2))
    holding = failing = 0
    while some := list(islice(every, 2000)):
        for case, found in zip(some, run(CHECK, json.dumps(some)), strict=True):
            expected = check(*case)
            assert found_alike(found, expected), (case, found, expected)
            holding += not found
            failing += bool(found)
    assert holding >= 40
    assert failing >= 1000


def hand_made() -> Iterator[tuple[Json, Json]]:
    for path, new, _ in by_hand.SPOILT_PLANS:
        yield by_hand.PROBLEM, by_hand.with_(by_hand.PLAN, path, new)
    for path, new, _ in by_hand.SPOILT_PROBLEMS:
        yield by_hand.with_(by_hand.PROBLEM, path, new), by_hand.PLAN
    for path, new, _ in by_hand.SPOILT_CONSTRAINED_PLANS:
        yield by_hand.CONSTRAINED, by_hand.with_(by_hand.CONSTRAINED_PLAN, path, new)
    for path, new, _ in by_hand.SPOILT_LIMITS:
        yield by_hand.with_(by_hand.CONSTRAINED, path, new), by_hand.CONSTRAINED_PLAN
    # b and c come first in c1, so the last of that class is not the last in the public order.
    wider = by_hand.with_(by_hand.CROSSED, "groups.two", ["b", "c"])
    wider = by_hand.with_(wider, "classes.0.capacity", 2)
    for crossed in (by_hand.CROSSED, wider):
        for assignment in ({"a": "c2", "b": "c1"}, {"a": "c2", "c": "c1"}, {"a": "c1", "b": "c1"}):
            yield crossed, {**by_hand.CROSSED_PLAN, "assignment": assignment}


def test_rounds_written_by_hand_are_found_alike(run: Run) -> None:
    every = [(*case, case[1].get("problem_sha256", "")) for case in hand_made()]
    for (problem, plan, digest), found in zip(every, run(CHECK, json.dumps(every)), strict=True):
        expected = check(problem, plan, problem_sha256=digest)
        assert found_alike(found, expected), (problem, plan, found, expected)


@pytest.mark.parametrize("mechanism", ["priority", "in_turn", "deferred_acceptance"])
def test_a_round_of_real_size_is_checked_in_the_browser(run: Run, mechanism: str) -> None:
    """Small rounds have no wide rows of minima and no deep heaps."""
    chance = random.Random(3)
    names = [f"P{i:02}" for i in range(40)]
    households = [
        {
            "id": f"h{i}",
            "priority": [i % 3, i],
            "acceptable": [[k] for k in chance.sample(names, 3)],
        }
        for i in range(1500)
    ]
    classes = [{"id": k, "capacity": chance.randrange(30)} for k in names]
    groups = {"park": [f"h{i}" for i in range(0, 1500, 4)]}
    problem: Json = {
        "format": 1,
        "mechanism": mechanism,
        "households": households,
        "classes": classes,
        "groups": groups,
    }
    if mechanism == "deferred_acceptance":
        problem["first"] = {k: ["park"] for k in names[::2]}
    plan = with_its_plan(problem)
    spoilt = [plan] + [mutant for _, mutant in islice(changed_assignments(problem, plan), 40, 60)]
    found = run(CHECK, json.dumps([[problem, one] for one in spoilt]))
    assert found == [check(problem, one) for one in spoilt]
    assert found[0] == []
    assert all(found[1:])


def test_hashes_are_those_of_the_standard_library(run: Run) -> None:
    script = """async (texts) => {
      const { sha256Hex, hmacSha256Hex } = await import("/sha256.js");
      const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      return texts.map(([key, message]) =>
        [sha256Hex(bytes(message)), hmacSha256Hex(bytes(key), bytes(message))]);
    }"""
    chance = random.Random(4)
    # Around the ends of blocks, where padding goes wrong; keys longer than a block are hashed.
    pairs = [(chance.randbytes(n % 131), chance.randbytes(n)) for n in [*range(200), 100_000]]
    sent = [[b64encode(key).decode(), b64encode(message).decode()] for key, message in pairs]
    assert run(script, sent) == [
        [hashlib.sha256(message).hexdigest(), hmac.digest(key, message, "sha256").hex()]
        for key, message in pairs
    ]


def test_draw_keys_and_order_are_the_same(run: Run) -> None:
    script = """async ([roll, names]) => {
      const draw = await import("/draw.js");
      const keys = names.map((name) => draw.drawKey("种子 7", roll, name, "tie", "P01"));
      return [keys, draw.order("种子 7", roll, names)];
    }"""
    names = [name for name in NAMES if "\n" not in name]
    keys = [draw_key("种子 7", ROLL, name, "tie", "P01") for name in names]
    assert run(script, [ROLL, names]) == [keys, order("种子 7", ROLL, names)]


@pytest.mark.parametrize(
    "parts", [["", ROLL, "h"], ["s", ROLL.upper(), "h"], ["s", ROLL, ""], ["s", ROLL, "h", "a\n"]]
)
def test_doubtful_draws_are_refused_on_both_sides(run: Run, parts: list[str]) -> None:
    script = """async (parts) => {
      const { drawKey } = await import("/draw.js");
      try { return drawKey(...parts); } catch (fault) { return "refused"; }
    }"""
    assert run(script, parts) == "refused"
    with pytest.raises(ValueError, match=r"draw|seed|roll"):
        draw_key(*parts)


CANONICAL = """async (text) => {
  const { canonicalBytes, readCanonical } = await import("/canonical.js");
  const bytes = canonicalBytes(JSON.parse(text));
  readCanonical(bytes, "file");
  return new TextDecoder().decode(bytes);
}"""


def test_canonical_bytes_are_the_same(run: Run) -> None:
    value = {
        name: [name, dict.fromkeys(NAMES[:i], -1), None, 2**53 - 1, ""]
        for i, name in enumerate(NAMES)
    }
    assert run(CANONICAL, json.dumps(value)) == canonical_bytes(value).decode()


READ = """async (text) => {
  const { readCanonical } = await import("/canonical.js");
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  try { return readCanonical(bytes, "plan.json"); } catch (fault) { return fault.message; }
}"""


@pytest.mark.parametrize(
    "raw",
    [
        *(b'{"a": 1}', b'{"a":1,"a":1}', b'{"b":1,"a":1}', b'{"a":1}\n', b'\xef\xbb\xbf{"a":1}'),
        *(b'{"a":1.0}', b'{"a":1e2}', b'{"a":-0}', b'{"a":1.5}', b"9007199254740993"),
        *(b'{"a":true}', b'{"a":1', b'{"a":"\xff"}', b'"\\u0041"', b'"\\ud800"', b""),
    ],
)
def test_files_that_are_not_canonical_are_refused(run: Run, raw: bytes) -> None:
    answer = run(READ, b64encode(raw).decode())
    assert str(answer).startswith("plan.json: ")


UNZIP = """async (text) => {
  const { unzip } = await import("/unzip.js");
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  try {
    const files = await unzip(bytes, { most: 1e6 });
    return [...files].map(([name, plain]) => [name, new TextDecoder().decode(plain)]);
  } catch (fault) {
    return fault.message;
  }
}"""
FILES = {"roll.json": '{"a":1}' * 3000, "名册.txt": "张", "empty": ""}


def archive(files: dict[str, str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as package:
        package.comment = "公租房".encode()
        for name, text in files.items():
            package.writestr(name, text)
    return stream.getvalue()


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_archives_are_read(run: Run, method: int) -> None:
    answer = run(UNZIP, b64encode(archive(FILES, method)).decode())
    assert dict(answer) == FILES


@given(data=st.data())
@settings(deadline=None, max_examples=60)
def test_no_damaged_archive_gives_other_contents(run: Run, data: st.DataObject) -> None:
    whole = archive({"roll.json": '{"a":1}' * 30, "b": "x"})
    place = data.draw(st.integers(0, len(whole) - 1))
    damaged = bytearray(whole)
    damaged[place] ^= data.draw(st.integers(1, 255))
    for raw in (bytes(damaged), whole[:place]):
        answer = run(UNZIP, b64encode(raw).decode())
        contents = {text for _, text in answer} if isinstance(answer, list) else set()
        # Names, dates and comments carry no checksum; contents do.
        assert contents <= {'{"a":1}' * 30, "x"}, answer


def test_changed_contents_and_lengths_are_noticed(run: Run) -> None:
    """Stored contents can be changed without harm to the form of the archive."""
    whole = archive({"a": "one flat"}, zipfile.ZIP_STORED)
    changed = whole.replace(b"one flat", b"two flat")
    assert run(UNZIP, b64encode(changed).decode()) == "archive: 'a' is damaged"
    packed = bytearray(archive({"a": "one flat" * 50}))
    packed[packed.index(b"PK\x01\x02") + 24] += 1
    assert run(UNZIP, b64encode(packed).decode()) == "archive: 'a' has another length"


def test_archives_of_other_kinds_are_refused_in_words(run: Run) -> None:
    def answer(raw: bytes) -> Any:
        return run(UNZIP, b64encode(raw).decode())

    assert "are more than" in answer(archive({"bomb": "0" * 2_000_000}))
    assert "unknown way (12)" in answer(archive(FILES, zipfile.ZIP_BZIP2))
    assert "no zip archive, or cut off" in answer(b"PK")
    encrypted = bytearray(archive({"a": "x"}, zipfile.ZIP_STORED))
    encrypted[encrypted.index(b"PK\x01\x02") + 8] |= 1
    assert "'a' is encrypted" in answer(bytes(encrypted))
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = _twice()
    assert "'a' is there twice" in answer(twice)


def _twice() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("a", "1")
        package.writestr("a", "2")
    return stream.getvalue()
