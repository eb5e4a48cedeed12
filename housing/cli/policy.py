"""Dated values of a place: what is missing, what differs, where one value is written."""

import json
from datetime import date, datetime

import click

from housing.policies import PolicyBook, PolicyValue
from housing.policies.review import Needed, differences, missing, needed
from housing.policies.value import UNSTATED

DAY = click.DateTime(["%Y-%m-%d"])
ON = click.option("--on", "day", type=DAY, required=True, help="Day, e.g. 2026-09-01.")


@click.group()
def policy_command() -> None:
    """地方参数 / dated values of a place. PLACE is a division code, e.g. 430199."""


@policy_command.command()
@click.argument("place")
@ON
def check(place: str, day: datetime) -> None:
    """缺少的参数 / name every missing value and the rules that need it; exit 1 if there is one."""
    book = PolicyBook.load()
    asked = needed(book, place, day.date())
    gaps = missing(book, place, day.date())
    for gap in gaps:
        click.echo(_gap(gap))
    provisional = sum(1 for one in asked if one.value is not None and one.value.provisional)
    click.echo(
        f"{place} {day.date()}: 需要 {len(asked)} 项，缺 {len(gaps)} 项，暂定 {provisional} 项"
        f" / {len(asked)} needed, {len(gaps)} missing, {provisional} provisional"
    )
    if gaps:
        raise click.exceptions.Exit(1)


@policy_command.command()
@click.argument("place")
@click.argument("other_place", required=False)
@ON
@click.option("--with", "other_day", type=DAY, help="A second day.")
def diff(place: str, other_place: str | None, day: datetime, other_day: datetime | None) -> None:
    """比较 / compare the values of two days, of two places, or of both."""
    if other_place is None and other_day is None:
        raise click.UsageError("请给出第二个地方或 --with 日期 / give a second place or --with DAY")
    first = (place, day.date())
    second = (other_place or place, (other_day or day).date())
    found = differences(PolicyBook.load(), *first, *second)
    for one in found:
        click.echo(one.parameter)
        click.echo(f"  {first[0]} {first[1]}: {_short(one.before)}")
        click.echo(f"  {second[0]} {second[1]}: {_short(one.after)}")
    click.echo(f"{len(found)} 项不同 / values differ")


@policy_command.command()
@click.argument("parameter")
@click.option("--place", required=True, help="Division code, e.g. 430199.")
@ON
def show(parameter: str, place: str, day: datetime) -> None:
    """一项参数 / one value with its days, ground and source."""
    book = PolicyBook.load()
    known = book.registry.get(parameter)
    value = book.value(parameter, place, day.date())
    click.echo(f"{parameter}  {known.title}")
    click.echo(f"值 / value: {_words(value)}")
    click.echo(f"在 / set for: {value.place}，由 / by {known.set_by}")
    click.echo(f"有效 / in force: {_days(value)}")
    click.echo(f"依据 / ground: {value.basis}，{'、'.join(value.rules)}")
    click.echo(f"来源 / source: {value.source}")
    if value.provisional:
        click.echo("暂定，须由当地确认 / provisional, to be confirmed by the place")


def _gap(gap: Needed) -> str:
    what = f"  {gap.parameter.without}" if gap.parameter.without else ""
    return (
        f"{gap.parameter.name}  {gap.parameter.title}（{gap.parameter.set_by}）"
        f"  {'、'.join(gap.rules)}{what}"
    )


def _short(value: PolicyValue | None) -> str:
    return "—" if value is None else f"{_words(value)}  ({value.place}, {_days(value)})"


def _words(value: PolicyValue) -> str:
    held = value.value
    written = held if isinstance(held, str) else json.dumps(held, ensure_ascii=False)
    return f"{written} [{value.unit}]"


def _days(value: PolicyValue) -> str:
    first: date | str = value.in_force_from
    if value.in_force_from == UNSTATED:
        first = "条文未载 / not in the text"
    return f"{first} – {value.in_force_to or ''}".rstrip()
