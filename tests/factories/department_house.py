"""A department that listens on a port of this machine: the real server, or one that misbehaves."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from flask import Flask, Response, request
from waitress.server import BaseWSGIServer
from werkzeug.serving import make_server

from housing.checks.signing import Key
from housing.core.access.offices import OfficeKind
from housing.core.clock import Clock
from housing.department_server.serving import Terms, served
from tests.factories.departments import FATHER, MOTHER, SECRET, key_id

HEADERS = {
    OfficeKind.PROPERTY_REGISTRY: "identity_number,record,address,area,kind,cause,on",
    OfficeKind.CIVIL_AFFAIRS: "identity_number,status,spouse_identity_number,income_fen,"
    "income_band,assets_fen,vehicles,rescue",
    OfficeKind.PUBLIC_SECURITY: "identity_number,name,household_number,registered_here,relation",
    OfficeKind.SOCIAL_SECURITY: "identity_number,employer,insured_here,months",
}
ROWS = {
    OfficeKind.PROPERTY_REGISTRY: (
        f"{FATHER},dwelling,东风路1号,3550,商品房,,",
        f"{MOTHER},disposal,,4000,sale,illness,2025-11-02",
    ),
    OfficeKind.CIVIL_AFFAIRS: (
        f"{FATHER},married,{MOTHER},200000,low,4000000,3000000,none",
        f"{MOTHER},married,{FATHER},80000,,1000000,,none",
    ),
    OfficeKind.PUBLIC_SECURITY: (
        f"{FATHER},张三,H1,yes,户主",
        f"{MOTHER},李四,H1,no,妻",
        "430102201501011234,张小三,H1,yes,子",
    ),
    OfficeKind.SOCIAL_SECURITY: (f"{FATHER},长沙某厂,yes,2026-06;2026-07;2026-08",),
}


def write_records(path: Path, kind: OfficeKind, rows: tuple[str, ...] | None = None) -> Path:
    """Write a department's sheet; `rows` default to those that answer as ANSWERS do."""
    lines = [HEADERS[kind], *(ROWS[kind] if rows is None else rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def terms_of(kind: OfficeKind, people: Path, home: Path, secret: str = SECRET) -> Terms:
    """Return the terms of a department of the test county on a free port."""
    return Terms(kind, people, home, Key(key_id(kind), secret), "127.0.0.1", 0, threads=4)


@contextmanager
def running(server: BaseWSGIServer) -> Iterator[str]:
    """Serve in a thread; give the address."""

    def run() -> None:
        with suppress(OSError):
            server.run()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()
        server.task_dispatcher.shutdown(timeout=0)


@contextmanager
def department(kind: OfficeKind, people: Path, home: Path, clock: Clock) -> Iterator[str]:
    """Run the department server of `kind`; give its address."""
    with running(served(terms_of(kind, people, home), clock)) as address:
        yield address


@contextmanager
def misbehaving(answer: Callable[[str, bytes], Response]) -> Iterator[str]:
    """Run a server that answers every question (path, body) as `answer` says."""
    app = Flask("misbehaving")

    @app.route("/v1/checks", methods=["POST"])
    @app.route("/v1/checks/<path:_number>", methods=["GET"])
    def say(_number: str = "") -> Response:
        return answer(request.path, request.get_data())

    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
