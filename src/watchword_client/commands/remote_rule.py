"""One rule of `url.<base>.insteadOf` for all clones, in the place of rewriting each."""

import click

from watchword_client.git import Git
from watchword_client.remotes import url_rules
from watchword_client.remotes.remote_urls import Server, Wish, bases, leads_to, parse
from watchword_client.remotes.url_rules import Rule
from watchword_client.speaking import tell_json


def rule(git: Git, wish: Wish, server: Server, *, dry_run: bool, as_json: bool) -> None:
    """Write it into the person's own configuration, and take the opposite one away."""
    rules = [one for one in url_rules.of(git) if one.scope == "global" and not one.only_push]
    base, instead = bases(server, wish)
    # Git applies one rule to an address, once: two that point at each other would swap them.
    against = [one for one in rules if _opposes(one, wish, server)]
    kept = [one for one in rules if one not in against]
    wanted = [*kept, *(Rule(base, one) for one in instead if Rule(base, one) not in kept)]
    changed = {
        f"url.{one}.insteadOf": values
        for one in dict.fromkeys((base, *(one.base for one in against)))
        if (values := _instead_of(wanted, one)) != _instead_of(rules, one)
    }
    if not dry_run:
        for key, values in changed.items():
            git.set_global(key, values)
    if as_json:
        document = {"host": server.authority, "wish": wish.value, "dry_run": dry_run}
        tell_json(document | {"settings": changed})
        return
    for key, values in changed.items():
        verb = "would be" if dry_run else "is"
        click.echo(f"{key} {verb} {', '.join(values) if values else 'gone'}")
    if not changed:
        click.echo(f"Nothing to write: url.{base}.insteadOf is there.")


def _opposes(rule: Rule, wish: Wish, server: Server) -> bool:
    """Whether a rule makes of the form that is wished for the other one."""
    before, after = parse(f"{rule.instead_of}o/r"), parse(f"{rule.base}o/r")
    if before is None or after is None:
        return False
    here = leads_to(before, server) and leads_to(after, server)
    return here and before.form.value == wish.value and after.form.value != wish.value


def _instead_of(rules: list[Rule], base: str) -> list[str]:
    return [one.instead_of for one in rules if one.base == base]
