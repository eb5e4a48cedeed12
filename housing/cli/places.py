"""`housing places`: the provinces, prefectures and counties known on a day."""

from datetime import date, datetime

import click

from housing.core.clock import system_clock
from housing.places import Level, Place, PlaceBook

WORDS = {Level.PROVINCE: "省级", Level.PREFECTURE: "地级", Level.COUNTY: "县级"}


@click.command()
@click.argument("parent", required=False, default="")
@click.option(
    "--on",
    "day",
    type=click.DateTime(formats=["%Y-%m-%d"]),
    help="The day asked about (default: today).",
)
def places_command(parent: str, day: datetime | None) -> None:
    """地方 / the places on file; with PARENT (a code), that place and all below it."""
    on = day.date() if day else system_clock().today()
    book = PlaceBook.load()
    top = [book.find(parent, on)] if parent else book.children("", on, samples=True)
    shown = [row for place in top for row in _below(book, place, on, 0)]
    for depth, place in shown:
        click.echo(f"{'  ' * depth}{place.code}  {place.name}{_remarks(place)}")
    real = [place for _, place in shown if not place.sample]
    counts = {level: sum(place.level is level for place in real) for level in Level}
    click.echo(f"{on}  " + "，".join(f"{WORDS[level]} {counts[level]}" for level in Level))


def _below(book: PlaceBook, place: Place, on: date, depth: int) -> list[tuple[int, Place]]:
    below = book.children(place.code, on, samples=True)
    return [(depth, place)] + [row for child in below for row in _below(book, child, on, depth + 1)]


def _remarks(place: Place) -> str:
    since = f"  自 {place.first} 起 / since" if place.first else ""
    until = f"  止于 {place.last} / until" if place.last else ""
    return since + until + ("  示例 sample" if place.sample else "")
