"""The catalogue of rules: which rule lives where, and what share of the law is in force here."""

import click

from housing.catalogue.book import Home, Rule, load_catalogue

HOME_WORDS = {
    Home.CODE: "程序执行 / enforced by code",
    Home.PARAMETER: "地方参数 / a dated local value",
    Home.RECORD: "记录备查 / kept as a record",
    Home.OUTSIDE: "不在系统内 / outside",
    Home.PLANNED: "后续版本 / planned",
}


@click.command()
@click.option("--instrument", default="", help="HN, HZS, HZR, KM or OD.")
@click.option("--kind", default="", help="e.g. allocation, publicity, rent.")
@click.option(
    "--home",
    default="",
    type=click.Choice(["", *(str(home) for home in Home)]),
    help="Where the rule lives.",
)
@click.argument("rule_id", required=False)
def rules_command(instrument: str, kind: str, home: str, rule_id: str | None) -> None:
    """法规目录 / every rule and its home; with RULE_ID, one rule with its words."""
    catalogue = load_catalogue()
    if rule_id:
        click.echo("\n".join(_whole(catalogue.find(rule_id))))
        return
    chosen = list(catalogue.select(instrument, kind, home))
    for rule in chosen:
        click.echo(f"{rule.id:<12}{rule.home:<10}{rule.article}  {rule.plain}")
    click.echo(f"{len(chosen)} 条 / rules, of {len(catalogue.rules)}")
    for each, words in HOME_WORDS.items():
        count = sum(1 for rule in chosen if rule.home is each)
        if count:
            click.echo(f"  {words}: {count} ({100 * count / len(chosen):.0f}%)")


def _whole(rule: Rule) -> list[str]:
    lines = [f"{rule.id}  {rule.article}", rule.text, rule.plain, HOME_WORDS[rule.home]]
    lines += [f"不在系统内的原因 / why outside: {rule.reason}"] if rule.reason else []
    return lines + ([f"建议读法 / recommended reading: {rule.reading}"] if rule.reading else [])
