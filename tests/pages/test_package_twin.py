"""The browser recomputes a package as verify.py does: the same lines, holding or not."""

import base64
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from housing.core.keyring import Keyring, open_keyring
from housing.packages.archive import pack
from housing.packages.proof import verify_archive
from tests.pages.browsers import open_browser
from tests.unit.package_rounds import IDENTITY, RECEIPT, MadeUpRound
from tests.unit.package_tampering import DAMAGE, FORGERIES, forged

pytestmark = pytest.mark.pages
Files = dict[str, bytes]

SCRIPTS = Path(__file__).parents[2] / "housing" / "static" / "verify"
ADDRESS = "http://verify.test/"
POLICY = "default-src 'none'; script-src 'self'"
VERIFY = """async ([archive, key]) => {
  const { unzip } = await import("/unzip.js");
  const { verifyPackage } = await import("/package.js");
  const bytes = Uint8Array.from(atob(archive), (letter) => letter.charCodeAt(0));
  const seen = [];
  try {
    const files = await unzip(bytes);
    const result = await verifyPackage(files, {
      key,
      onStep: (step, number, all) => seen.push([number, all]),
    });
    return { holds: result.holds, lines: result.lines, seen };
  } catch (fault) {
    return { holds: false, lines: [fault.message], seen };
  }
}"""
FIND = """async ([archive, receipt, identity]) => {
  const { unzip } = await import("/unzip.js");
  const { findHousehold } = await import("/package.js");
  const bytes = Uint8Array.from(atob(archive), (letter) => letter.charCodeAt(0));
  return findHousehold(await unzip(bytes), receipt, identity);
}"""


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with open_browser() as browser:
        page = browser.new_page()
        page.route(f"{ADDRESS}**", _serve)
        page.goto(ADDRESS)
        yield page


def _serve(route: Route) -> None:
    name = route.request.url.removeprefix(ADDRESS)
    script = SCRIPTS / name
    if name.endswith(".js") and script.is_file():
        headers = {"Content-Type": "text/javascript; charset=utf-8"}
        route.fulfill(body=script.read_text(encoding="utf-8"), headers=headers)
    else:
        headers = {"Content-Type": "text/html", "Content-Security-Policy": POLICY}
        route.fulfill(body="<!doctype html><title>verify</title>", headers=headers)


def _in_browser(page: Page, archive: bytes, key: str | None = None) -> dict[str, Any]:
    result: dict[str, Any] = page.evaluate(VERIFY, [base64.b64encode(archive).decode(), key])
    return result


def _agree(page: Page, archive: bytes, folder: Path) -> bool:
    """Whether both say that it holds; that they say the same is asserted."""
    (folder / "package.zip").write_bytes(archive)
    python = verify_archive(folder / "package.zip")
    browser = _in_browser(page, archive)
    assert browser["holds"] == python.holds
    assert _without_plan_words(browser["lines"]) == _without_plan_words(python.lines)
    return python.holds


def _without_plan_words(lines: Any) -> list[str]:
    # Faults in the form of a plan are told in the words of check.py or of its own twin.
    return [line for line in lines if not line.startswith("    stages/")]


@pytest.fixture(scope="module")
def package(keyring: Keyring) -> Files:
    return MadeUpRound().package(keyring)


@pytest.mark.parametrize("mechanism", ["priority", "in_turn"])
def test_honest_packages_hold(page: Page, keyring: Keyring, tmp_path: Path, mechanism: str) -> None:
    for seed in range(4):
        made_up = MadeUpRound(seed, mechanism=mechanism)
        made_up.strike, made_up.ordinary = seed % 2, ("if_wished", "never")[seed % 3 == 0]
        assert _agree(page, pack(made_up.package(keyring)), tmp_path)


@pytest.mark.parametrize("kind", FORGERIES)
def test_forgeries_are_found_alike(
    page: Page, package: Files, keyring: Keyring, tmp_path: Path, kind: str
) -> None:
    assert not _agree(page, pack(forged(package, kind, keyring)), tmp_path)


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_is_found_alike(page: Page, package: Files, tmp_path: Path, kind: str) -> None:
    assert not _agree(page, pack(DAMAGE[kind](package)), tmp_path)


def test_every_step_is_reported(page: Page, package: Files) -> None:
    result = _in_browser(page, pack(package))
    seen = result["seen"]
    assert len(result["lines"]) == 10
    assert seen == [[number, 9] for number in range(1, 10)]


def test_the_key_of_the_notice_board_decides(
    page: Page, package: Files, keyring: Keyring, tmp_path: Path
) -> None:
    other = open_keyring(tmp_path / "others-keys").public_key().hex()
    assert _in_browser(page, pack(package), keyring.public_key().hex())["holds"]
    assert not _in_browser(page, pack(package), other)["holds"]


def test_a_household_finds_itself_without_telling_anyone(page: Page, package: Files) -> None:
    archive = base64.b64encode(pack(package)).decode()
    code = "-".join(RECEIPT[i : i + 4] for i in range(0, 16, 4)).lower()
    found = page.evaluate(FIND, [archive, code, IDENTITY.lower()])
    assert found["times"] == 1
    assert 1 <= found["place"] <= found["places"] == 40
    assert page.evaluate(FIND, [archive, code, "43010019800101002X"])["times"] == 0


@pytest.mark.parametrize("damage", ["cut", "not a zip", "flipped", "a name twice"])
def test_a_broken_archive_is_refused_by_both(
    page: Page, package: Files, tmp_path: Path, damage: str
) -> None:
    raw = bytearray(pack(package))
    if damage == "cut":
        raw = raw[: len(raw) // 2]
    elif damage == "not a zip":
        raw = bytearray(b"keys for everybody")
    elif damage == "flipped":
        raw[200] ^= 0xFF
    else:
        raw = bytearray(_with_a_name_twice(bytes(raw)))
    (tmp_path / "package.zip").write_bytes(raw)
    assert not verify_archive(tmp_path / "package.zip").holds
    assert not _in_browser(page, bytes(raw))["holds"]


def _with_a_name_twice(archive: bytes) -> bytes:
    buffer = io.BytesIO(archive)
    with zipfile.ZipFile(buffer, "a") as opened, pytest.warns(UserWarning, match="Duplicate"):
        opened.writestr("order.json", b"{}")
    return buffer.getvalue()
