"""The catalogue of rules: which rule lives where, and what share of the law is in force here."""

from collections.abc import Iterator

import click

from housing.catalogue.book import ORDER, Home, Rule, homes_of, load_catalogue
from housing.catalogue.words import HOME_WORDS
from housing.core.errors import NotFound


@click.command()
@click.option(
    "--instrument",
    type=click.Choice(ORDER, case_sensitive=False),
    help="HN, HZS, HZR, KM or OD.",
)
@click.option("--kind", default="", help="e.g. allocation, publicity, rent.")
@click.option(
    "--home",
    type=click.Choice([str(home) for home in Home]),
    help="Where the rule lives.",
)
@click.argument("rule_id", required=False)
def rules_command(instrument: str | None, kind: str, home: str | None, rule_id: str | None) -> None:
    """法规目录 / every rule and its home; with RULE_ID, one rule with its words."""
    catalogue = load_catalogue()
    if rule_id:
        click.echo("\n".join(_whole(catalogue.find(rule_id))))
        return
    if kind and kind not in catalogue.kinds():
        known = ", ".join(catalogue.kinds())
        raise NotFound(f"没有“{kind}”这一类，有：{known} / no kind '{kind}'; known: {known}")
    chosen = list(catalogue.select(instrument or "", kind, home or ""))
    for rule in chosen:
        click.echo("\n".join(_brief(rule)))
    click.echo(f"{len(chosen)} 条 / rules, of {len(catalogue.rules)}")
    for each, count in homes_of(chosen).items():
        if count:
            click.echo(f"  {HOME_WORDS[each]}: {count} ({100 * count / len(chosen):.0f}%)")


def _brief(rule: Rule) -> Iterator[str]:
    yield f"{rule.id:<12}{rule.home:<10}{rule.article}  {rule.plain}"
    place = " · ".join(filter(None, (rule.place, rule.test, rule.reason)))
    if place:
        yield f"{'':<12}→ {place}"


def _whole(rule: Rule) -> Iterator[str]:
    yield from (f"{rule.id}  {rule.article}", rule.text, rule.plain, HOME_WORDS[rule.home])
    for value in rule.parameters:
        set_to = value.value or "—"
        yield f"参数 / value: {value.name} = {set_to} ({value.unit}, {value.basis})"
    lines = (
        ("落实在 / where", rule.where),
        ("测试 / test", rule.test),
        ("不在系统内的原因 / why outside", rule.reason),
        ("不清楚的地方 / issue", rule.issue),
        ("建议读法 / recommended reading", rule.reading),
    )
    yield from (f"{words}: {said}" for words, said in lines if said)
