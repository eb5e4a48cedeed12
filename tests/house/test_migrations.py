"""Migrations: numbered, the same as the models, and gone without a trace when undone."""

import re

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from housing.core.db import migrate
from housing.core.db.session import Database
from housing.tables import METADATA

pytestmark = pytest.mark.house


def _scripts() -> ScriptDirectory:
    folder = str(migrate.migrations_folder())
    return ScriptDirectory(folder, version_locations=[f"{folder}/versions"])


def test_the_head_file_names_the_newest_migration() -> None:
    head = (migrate.migrations_folder() / "HEAD").read_text(encoding="ascii").strip()
    assert head == migrate.newest()


def test_migrations_are_numbered_in_one_line() -> None:
    numbers = [script.revision for script in _scripts().walk_revisions()][::-1]
    assert numbers == [f"{n:04d}" for n in range(1, len(numbers) + 1)]
    for path in (migrate.migrations_folder() / "versions").glob("[0-9]*.py"):
        assert re.fullmatch(r"\d{4}_[a-z_]+\.py", path.name)


def test_migrated_tables_are_those_of_the_models(empty_database: Database) -> None:
    migrate.upgrade(empty_database.engine)
    assert migrate.current(empty_database.engine) == migrate.newest()
    assert migrate.differences(empty_database.engine, METADATA) == []


def test_a_second_upgrade_does_nothing(empty_database: Database) -> None:
    migrate.upgrade(empty_database.engine)
    migrate.upgrade(empty_database.engine)
    assert migrate.current(empty_database.engine) == migrate.newest()


def test_every_migration_goes_down_and_up_again(empty_database: Database) -> None:
    revisions = [script.revision for script in _scripts().walk_revisions()][::-1]
    for revision in revisions:
        migrate.upgrade(empty_database.engine, revision)
    for revision in [*revisions[-2::-1], "base"]:
        migrate.downgrade(empty_database.engine, revision)
    tables = set(inspect(empty_database.engine).get_table_names()) - {"alembic_version"}
    assert tables == set()
    migrate.upgrade(empty_database.engine)
    assert migrate.differences(empty_database.engine, METADATA) == []
