"""The interface does what its description says: made-up calls to every route, by who may call."""

from collections.abc import Iterator
from contextlib import nullcontext, suppress
from dataclasses import dataclass

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import SearchStrategy
from schemathesis import GenerationMode, checks
from schemathesis.specs.openapi import checks as openapi_checks

from housing.accounts import queries, tokens
from housing.app import create_app
from housing.core.access.actor import system_actor
from housing.core.access.permissions import Role
from housing.core.access.rights import PERMISSIONS
from housing.core.clock import standing_clock
from housing.core.db.migrate import upgrade
from housing.core.db.session import Database, open_database
from housing.core.keyring import Keyring
from housing.core.settings import load_settings
from housing.core.work import working
from housing.web.limits import limiter
from tests.conftest import NOW, PLACE
from tests.factories.offices import seat

PASSWORD = "a sentence for tests only"
#: Whether right values are taken is a matter of each feature's law, tested there.
CHECKS = [
    checks.not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_schema_conformance,
    openapi_checks.negative_data_rejection,
    openapi_checks.allow_header_conformance,
    openapi_checks.ignored_auth,
]
_CLOCK = standing_clock(NOW)


@dataclass
class County:
    """A county with one account a role, and its application."""

    app: Flask
    database: Database
    keyring: Keyring

    def token(self, role: Role) -> str:
        """Make a token of that role's account; an earlier one may have been revoked by a call."""
        with self.database.reads() as session:
            account = queries.by_name(session, role.value)
            assert account is not None
        with working(self.database.acts, queries.actor_of(account), _CLOCK, self.keyring) as work:
            for old in tokens.live(work.session, account.name):
                tokens.revoke(work, old.id)
            return tokens.make(work, "test")[1]


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory, keyring: Keyring) -> Iterator[County]:
    """One installation for all operations; hashing passwords is slow on purpose."""
    home = tmp_path_factory.mktemp("api")
    config = load_settings({"HOUSING_HOME": str(home), "HOUSING_PLACE": PLACE})
    database = open_database(config.database_url)
    upgrade(database.engine)
    with working(database.acts, system_actor(PLACE), _CLOCK, keyring) as work:
        for role in Role:
            seat(work, role.value, role, PASSWORD)
    app = create_app(config, database=database, keyring=keyring, clock=_CLOCK)
    limiter.enabled = False
    yield County(app, database, keyring)
    limiter.enabled = True
    database.engine.dispose()


@pytest.fixture(scope="module")
def described(county: County) -> schemathesis.BaseSchema:
    """The description as the application gives it."""
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", county.app)


@pytest.mark.hypothesis  # `make search` tries more of each.
def test_every_operation_keeps_to_its_description(
    described: schemathesis.BaseSchema, county: County
) -> None:
    for found in described.get_all_operations():
        operation = found.ok()
        right = operation.definition.raw.get("x-permission")
        caller = next(role for role in Role if not right or right in PERMISSIONS[role])
        headers = {"Authorization": f"Bearer {county.token(caller)}"}
        for mode in GenerationMode:
            # Some operations take nothing that could be wrong.
            with suppress(Unsatisfiable) if mode.is_negative else nullcontext():
                _try(operation.as_strategy(generation_mode=mode), headers)


def _try(cases: SearchStrategy[schemathesis.Case], headers: dict[str, str]) -> None:
    examples = 3 if settings.default.derandomize else 20

    @settings(max_examples=examples, database=None, suppress_health_check=list(HealthCheck))
    @given(case=cases)
    def one(case: schemathesis.Case) -> None:
        case.call_and_validate(headers=headers, checks=CHECKS)

    one()


def test_every_operation_says_who_may_call(described: schemathesis.BaseSchema) -> None:
    raw = described.raw_schema
    operations = [
        operation
        for path in raw["paths"].values()
        for method, operation in path.items()
        if method != "parameters"
    ]
    assert len(operations) >= 5
    assert raw["openapi"] == "3.1.0"
    for operation in operations:
        assert "security" in operation, operation
        assert operation["responses"]["default"]
        assert operation["summary"]
