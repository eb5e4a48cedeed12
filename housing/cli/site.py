"""Serving the pages, and bringing the database to its newest shape."""

from pathlib import Path

import click
from waitress import serve

from housing.app import create_app
from housing.cli.installation import open_installation, revision_of, settings_of
from housing.core.db.migrate import newest, upgrade
from housing.core.db.session import open_database


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
    serve(app, host=host, port=port, threads=settings.web_threads, ident="")


@click.command()
@click.pass_obj
def migrate_command(home: Path | None) -> None:
    """迁移数据库 / bring the database to its newest shape."""
    settings = settings_of(home)
    settings.home.mkdir(parents=True, exist_ok=True)
    database = open_database(settings.database_url)
    revision_of(database)
    upgrade(database.engine)
    click.echo(f"{settings.database_url.partition('@')[2] or settings.database_url}: {newest()}")
