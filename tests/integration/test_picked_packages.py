"""verify.py judges a round in person as it judges one that was computed."""

from pathlib import Path

import pytest

from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.packages.archive import pack
from housing.packages.proof import verify_archive, verify_files
from housing.packages.service import publish_round
from tests.integration.halls import EVENING, Hall
from tests.integration.picked_packages import FORGERIES, Files, forged, picked_package
from tests.integration.small_county import HEAD, County, usual


@pytest.fixture
def county(sqlite_database: Database, keyring: Keyring) -> County:
    return County(sqlite_database, keyring).fill(*usual(keyring))


@pytest.fixture
def package(county: County) -> Files:
    return picked_package(county, "in_turn")


@pytest.mark.parametrize("mechanism", ["in_turn", "priority"])
def test_the_package_of_a_hall_holds(county: County, mechanism: str) -> None:
    """HN-21-7, HN-21-8."""
    verdict = verify_files(picked_package(county, mechanism))
    assert verdict.lines[-1] == "结论 result: 全部相符 / everything holds", verdict.lines


@pytest.mark.parametrize("kind", FORGERIES)
def test_a_forged_hall_is_found(
    package: Files, keyring: Keyring, tmp_path: Path, kind: str
) -> None:
    """HN-21-7: who picked what, and in which order, cannot be told otherwise."""
    (tmp_path / "package.zip").write_bytes(pack(forged(package, kind, keyring)))
    verdict = verify_archive(tmp_path / "package.zip")
    assert not verdict.holds
    assert not any("Traceback" in line for line in verdict.lines)
    named = ("picks.json", "stages/", "stages.json", "allocation.json")
    assert any(name in line for line in verdict.lines for name in named), verdict.lines


def test_a_round_in_person_is_published_with_its_package(county: County, tmp_path: Path) -> None:
    """HN-21-8."""
    hall = Hall(county, "priority").open()
    hall.finish()
    hall.end()
    hall.check()
    published = county.act(
        HEAD, max(EVENING, hall.latest), lambda work: publish_round(work, hall.id, tmp_path)
    )
    assert published.verdict.holds
