"""`housing outbox`: what it says, and how a setting that lacks something is told."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from housing.cli import group
from housing.core.access.permissions import Role
from housing.core.clock import standing_clock
from housing.core.db.session import open_database
from housing.core.keyring import Keyring, open_keyring
from housing.core.settings import load_settings
from housing.core.work import working
from housing.jobs import Installation
from housing.letters.service import Recipient
from housing.timetable import TIMETABLE
from tests.conftest import NOW, PLACE, actor
from tests.factories.letters import PHONE, letter
from tests.integration.letter_servers import HOST, KEY, gateway_server
from tests.migrated import migrated_sqlite


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An installation with one short message in its outbox."""
    database = migrated_sqlite(tmp_path / "housing.db")
    keyring: Keyring = open_keyring(tmp_path / "keys")
    head = actor(Role.COUNTY_HEAD)
    with working(database.acts, head, standing_clock(NOW), keyring) as work:
        letter(work, to=Recipient("李明", phone=PHONE))
    database.engine.dispose()
    return tmp_path


def run(home: Path, *words: str, **settings: str) -> tuple[int, str]:
    environ = {"HOUSING_HOME": str(home), **settings}
    done = CliRunner().invoke(group, ["outbox", *words], env=environ)
    return done.exit_code, done.output


def test_it_sends_and_counts(home: Path) -> None:
    with gateway_server() as phones:
        status, said = run(home, "run", HOUSING_SMS_URL=phones.url, HOUSING_SMS_KEY=KEY)
        assert (status, len(phones.taken)) == (0, 1)
        assert "sent: 1" in said
    status, said = run(home, "count")
    assert (status, "sent\t1" in said, "waiting\t0" in said) == (0, True, True)


def test_what_is_given_up_ends_in_status_1(home: Path) -> None:
    with gateway_server() as phones:
        phones.status = 400
        status, said = run(home, "run", HOUSING_SMS_URL=phones.url, HOUSING_SMS_KEY=KEY)
    assert status == 1
    assert "given up: 1" in said


def test_without_servers_it_writes_to_the_console(home: Path) -> None:
    status, said = run(home, "run")
    assert status == 0
    assert "138****8000" in said


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"HOUSING_SMS_URL": "http://127.0.0.1:9/x"}, "HOUSING_SMS_KEY"),
        ({"HOUSING_SMTP_HOST": HOST}, "HOUSING_MAIL_FROM"),
        (
            {
                "HOUSING_SMTP_HOST": HOST,
                "HOUSING_MAIL_FROM": "a@example.org",
                "HOUSING_SMTP_USER": "a",
            },
            "HOUSING_SMTP_PASSWORD",
        ),
        ({"HOUSING_SMTP_SECURITY": "ssl"}, "HOUSING_SMTP_SECURITY"),
    ],
)
def test_a_setting_that_lacks_something_is_named(
    home: Path, settings: dict[str, str], named: str
) -> None:
    status, said = run(home, "run", **settings)
    assert status == 1
    assert named in said
    assert run(home, "count")[1].count("waiting\t1") == 1


def test_passwords_come_from_the_environment_and_are_never_shown() -> None:
    settings = load_settings(
        {"HOUSING_SMTP_PASSWORD": "p4ssw0rd", "HOUSING_SMS_KEY": "k3y", "HOUSING_HOME": "."}
    )
    assert (settings.smtp_password, settings.sms_key) == ("p4ssw0rd", "k3y")
    assert "p4ssw0rd" not in repr(settings)
    assert "k3y" not in repr(settings)


def test_the_timetable_sends_letters_and_sweeps_documents(home: Path) -> None:
    settings = load_settings({"HOUSING_HOME": str(home)})
    orphan = home / "documents" / PLACE / "aa" / ("a" * 64)
    orphan.parent.mkdir(parents=True)
    orphan.write_bytes(b"nobody needs this")
    long_ago = (NOW - timedelta(days=2)).timestamp()
    os.utime(orphan, (long_ago, long_ago))
    jobs = {job.id: job for job in TIMETABLE}
    database = open_database(settings.database_url)
    here = Installation(settings, database, standing_clock(NOW), open_keyring(home / "keys"))
    jobs["outbox"].run(here)
    jobs["documents"].run(here)
    database.engine.dispose()
    assert jobs["outbox"].every == 1
    assert "sent\t1" in run(home, "count")[1]
    assert not orphan.exists()
