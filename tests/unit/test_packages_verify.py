"""verify.py: an honest package holds, and whatever is changed in one is found and named."""

import subprocess
import sys
from pathlib import Path

import pytest

from housing.core.keyring import Keyring, open_keyring
from housing.packages.archive import pack, programs
from housing.packages.proof import Verdict, verify_archive, verify_files, write_files
from tests.unit.package_rounds import IDENTITY, RECEIPT, MadeUpRound
from tests.unit.package_tampering import DAMAGE, FORGERIES, forged

Files = dict[str, bytes]


@pytest.fixture(scope="module")
def package(keyring: Keyring) -> Files:
    return MadeUpRound().package(keyring)


def _verify(files: Files, folder: Path) -> Verdict:
    """Verify with this installation's programs: a tampered one may say anything."""
    (folder / "package.zip").write_bytes(pack(files))
    return verify_archive(folder / "package.zip")


@pytest.mark.parametrize("mechanism", ["priority", "in_turn"])
@pytest.mark.parametrize("seed", range(6))
def test_an_honest_package_holds(keyring: Keyring, mechanism: str, seed: int) -> None:
    made_up = MadeUpRound(seed, mechanism=mechanism)
    made_up.strike, made_up.ordinary = seed % 2, ("if_wished", "never")[seed % 3 == 0]
    verdict = verify_files(made_up.package(keyring))
    assert verdict.lines[-1] == "结论 result: 全部相符 / everything holds"
    assert verdict.holds
    assert len(verdict.lines) == 10
    assert all(line.count(" / ") == 1 for line in verdict.lines), "one half for each language"


@pytest.mark.parametrize("kind", FORGERIES)
def test_a_forgery_signed_anew_is_found(
    package: Files, keyring: Keyring, tmp_path: Path, kind: str
) -> None:
    verdict = _verify(forged(package, kind, keyring), tmp_path)
    assert not verdict.holds
    assert verdict.lines[-1].endswith("it does not hold, see above")
    assert not any(line.strip().startswith("manifest.sig") for line in verdict.lines)
    assert not any("Traceback" in line for line in verdict.lines)


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_is_found(package: Files, tmp_path: Path, kind: str) -> None:
    verdict = _verify(DAMAGE[kind](package), tmp_path)
    assert not verdict.holds
    assert not any("Traceback" in line for line in verdict.lines)


def test_a_changed_byte_is_named_with_both_hashes(package: Files, tmp_path: Path) -> None:
    verdict = _verify(DAMAGE["one byte of the run"](package), tmp_path)
    assert any("run.json: 应为 SHA-256 44136fa3" in line for line in verdict.lines)


def test_a_changed_order_is_named_by_place(
    package: Files, keyring: Keyring, tmp_path: Path
) -> None:
    verdict = _verify(forged(package, "a draw key is made up", keyring), tmp_path)
    assert any("order.json[households][5][priority][3]" in line for line in verdict.lines)


def test_the_key_of_the_notice_board_decides(
    package: Files, keyring: Keyring, tmp_path: Path
) -> None:
    path = tmp_path / "package.zip"
    path.write_bytes(pack(package))
    assert verify_archive(path, "--key", keyring.public_key().hex()).holds
    other = open_keyring(tmp_path / "others-keys").public_key().hex()
    assert not verify_archive(path, "--key", other).holds


def test_a_household_finds_itself_once(package: Files, tmp_path: Path) -> None:
    path = tmp_path / "package.zip"
    path.write_bytes(pack(package))
    code = "-".join(RECEIPT[i : i + 4] for i in range(0, 16, 4)).lower()
    verdict = verify_archive(path, "--receipt", code, "--identity-number", IDENTITY.lower())
    assert verdict.holds
    assert "位，共 40 位" in verdict.lines[-1]
    wrong = verify_archive(path, "--receipt", code, "--identity-number", "43010019800101002X")
    assert not wrong.holds
    assert "0 次" in wrong.lines[-1]


def test_verify_runs_isolated_from_everywhere(package: Files, tmp_path: Path) -> None:
    """A careful auditor runs it with -I, which leaves the program's own folder off the path."""
    write_files(tmp_path / "unpacked", package)
    command = [sys.executable, "-I", "-S", "unpacked/verify.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def test_verify_runs_in_the_unpacked_folder_and_leaves_it_as_it_was(
    package: Files, tmp_path: Path
) -> None:
    write_files(tmp_path, package)
    command = [sys.executable, "-E", "-s", "-S", "verify.py"]
    for _ in range(2):
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
        assert done.returncode == 0, done.stdout.decode()
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "check.pyc").write_bytes(b"planted")
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 1


@pytest.mark.parametrize("damage", ["cut", "not a zip", "missing", "flipped"])
def test_a_broken_archive_is_refused_in_words(package: Files, tmp_path: Path, damage: str) -> None:
    path, raw = tmp_path / "package.zip", bytearray(pack(package))
    if damage == "cut":
        path.write_bytes(raw[: len(raw) // 2])
    elif damage == "not a zip":
        path.write_bytes(b"keys for everybody")
    elif damage == "flipped":
        raw[200] ^= 0xFF
        path.write_bytes(raw)
    verdict = verify_archive(path)
    assert not verdict.holds
    assert not any("Traceback" in line for line in verdict.lines)


def test_the_archive_is_the_same_bytes_each_time(package: Files) -> None:
    reordered = dict(sorted(package.items(), reverse=True))
    assert pack(package) == pack(reordered)


def test_programs_are_those_of_this_installation() -> None:
    assert set(programs()) >= {"verify.py", "check.py", "draw.py"}
    root = Path(__file__).parents[2]
    assert programs()["verify.py"] == (root / "housing" / "packages" / "verify.py").read_bytes()
    assert programs()["check.py"] == (root / "allocation" / "check.py").read_bytes()
