"""Serving the pages, keeping the timetable, and bringing the database to its newest shape."""

import signal
from contextlib import nullcontext
from pathlib import Path
from threading import Event
from typing import Any

import click
from waitress import serve

from housing.app import create_app
from housing.cli.installation import open_installation, revision_of, settings_of
from housing.core.clock import system_clock
from housing.core.db.migrate import newest, upgrade
from housing.core.db.session import open_database
from housing.scheduler import running

KEEPS = "时刻表由本进程执行 / this process keeps the timetable"
STANDS_BY = "时刻表由另一进程执行，本进程待命 / another process keeps the timetable; standing by"
#: What a proxy on this machine says of a visitor: from where, and whether encrypted. Without it all
#: visitors would share one address, and no cookie would be marked Secure. Nobody else is believed.
PROXY: dict[str, Any] = {
    "trusted_proxy": "127.0.0.1",
    "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
}


@click.command()
@click.option("--host", help="Address to listen on (default: settings).")
@click.option("--port", type=int, help="TCP port (default: settings).")
@click.pass_obj
def serve_command(home: Path | None, host: str | None, port: int | None) -> None:
    """启动网页 / serve the pages."""
    installation = open_installation(home)
    settings = installation.settings
    app = create_app(settings, database=installation.database, keyring=installation.keyring)
    host, port = host or settings.host, port or settings.port
    click.echo(f"http://{host}:{port}  （Ctrl+C 停止 / stops）")
    timetable = running(settings, installation.database, system_clock())
    with timetable if settings.scheduler == "serve" else nullcontext():
        serve(app, host=host, port=port, threads=settings.web_threads, ident="", **PROXY)


@click.command()
@click.pass_obj
def scheduler_command(home: Path | None) -> None:
    """按时刻表办理每日事务 / keep the timetable, until stopped; a second process stands by."""
    here = open_installation(home)
    stopped = Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda _number, _frame: stopped.set())
    with running(here.settings, here.database, system_clock()) as has_turn:
        click.echo(KEEPS if has_turn else STANDS_BY)
        # A signal just before an endless wait is answered only after it; so no wait is endless.
        while not stopped.wait(timeout=1):
            pass


@click.command()
@click.pass_obj
def migrate_command(home: Path | None) -> None:
    """迁移数据库 / bring the database to its newest shape."""
    settings = settings_of(home)
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    database = open_database(settings.database_url)
    revision_of(database)
    upgrade(database.engine)
    click.echo(f"{settings.database_url.partition('@')[2] or settings.database_url}: {newest()}")
