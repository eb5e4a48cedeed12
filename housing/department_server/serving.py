"""Starting a department's server: its folder, its log, its port."""

import logging
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from waitress.server import BaseWSGIServer, create_server

from housing.checks.signing import LEAST_SECRET, Key
from housing.core.access.offices import CHECKING, OfficeKind
from housing.core.clock import Clock
from housing.core.errors import BadInput
from housing.core.keyring import open_keyring
from housing.department_server.records import Records
from housing.department_server.server import Department, create_department
from housing.department_server.store import Store


@dataclass(frozen=True, slots=True)
class Terms:
    """What a department's server is started with; `home` holds its requests, keys and log."""

    kind: OfficeKind
    people: Path
    home: Path
    key: Key
    host: str
    port: int
    threads: int = 8


def prepared(terms: Terms, clock: Clock) -> Flask:
    """Return the application of a department, its folder ready and its records read.

    Raises:
        BadInput: the secret is too short, the kind checks nothing, or the records are not whole.
        OSError: the records or the folder cannot be opened.
    """
    if len(terms.key.secret) < LEAST_SECRET:
        raise BadInput(
            f"密钥至少 {LEAST_SECRET} 个字符 / the secret must have {LEAST_SECRET} characters"
        )
    if terms.kind not in CHECKING:
        raise BadInput(
            f"{terms.kind} 不参加联合审核 / {terms.kind} takes no part in the joint review"
        )
    terms.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    store = Store(terms.home / "department.db", open_keyring(terms.home / "keys"))
    store.prepare()
    records = Records(terms.kind, terms.people)
    records.refresh()
    log = _log(terms.home / "department.log", terms.kind)
    log.info("started kind=%s people=%s", terms.kind, len(records.rows))
    return create_department(Department(terms.kind, records, store, terms.key, clock, log))


def served(terms: Terms, clock: Clock) -> BaseWSGIServer:
    """Return the listening server; `run()` serves until `close()`; raises as `prepared`."""
    app = prepared(terms, clock)
    return create_server(app, host=terms.host, port=terms.port, threads=terms.threads, ident=None)


def _log(path: Path, kind: OfficeKind) -> logging.Logger:
    """Return the department's own log; it never names anybody."""
    log = logging.getLogger(f"housing.department.{kind}.{path}")
    log.setLevel(logging.INFO)
    log.propagate = False
    if not log.handlers:
        file = logging.FileHandler(path, encoding="utf-8")
        file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        log.addHandler(file)
    return log
