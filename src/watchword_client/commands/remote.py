"""`watchword remote https` and `watchword remote ssh`: the addresses of remotes, rewritten."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from watchword_client import machine
from watchword_client.commands.remote_rule import rule
from watchword_client.git import Git
from watchword_client.remote_host import chosen
from watchword_client.remotes import clones, url_rules
from watchword_client.remotes.clones import Clone
from watchword_client.remotes.remote_plan import Note, Plan, of_tracked_file, plan
from watchword_client.remotes.remote_urls import Server, Wish, without_password
from watchword_client.remotes.ssh_files import real_host_of
from watchword_client.speaking import Exit, Trouble, answers_json, plain, tell_json

F = TypeVar("F", bound=Callable[..., object])


NOTHING = Plan()


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one clone."""

    clone: Clone
    plan: Plan = NOTHING
    failed: str = ""
    foreign: bool = False
    """It belongs to somebody else."""

    @property
    def fate(self) -> str:
        """One word for it, as JSON says it."""
        if self.failed:
            return "failed"
        if self.foreign:
            return "foreign"
        if self.plan.changes:
            return "rewritten"
        return "unchanged" if self.plan.there else "elsewhere"


@click.group()
def remote() -> None:
    """Let the remotes of clones speak HTTPS or SSH."""


def _options(verb: F) -> F:
    folder = click.Path(exists=True, file_okay=False, path_type=Path)
    for add in (
        answers_json,
        click.option("--port", type=click.IntRange(1, 65_535), help="The port of the new address."),
        click.option("--rule", "as_rule", is_flag=True, help="Write one rule for all clones."),
        click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing."),
        click.option("--host", metavar="HOST", help="The server; by default that of `origin`."),
        click.option("--all", "top", type=folder, metavar="DIR", help="All clones in a folder."),
    ):
        verb = add(verb)
    return verb


@remote.command()
@_options
def https(**options: Any) -> None:
    """Rewrite remotes that speak SSH to HTTPS, where a token is the password."""
    _rewrite(Wish.HTTPS, **options)


@remote.command()
@_options
def ssh(**options: Any) -> None:
    """Rewrite remotes that speak HTTPS to SSH, where a key is the password."""
    _rewrite(Wish.SSH, **options)


def _rewrite(
    wish: Wish,
    *,
    top: Path | None,
    host: str | None,
    dry_run: bool,
    as_rule: bool,
    port: int | None,
    as_json: bool,
) -> None:
    if as_rule and top is not None:
        raise click.UsageError("A rule holds for all clones: --all is not needed with --rule.")
    git = Git(machine.variables())
    here = None if top is not None or (as_rule and host) else clones.around(git, Path.cwd())
    server = chosen(git, here, host, wish, port)
    if as_rule:
        rule(git, wish, server, dry_run=dry_run, as_json=as_json)
        return
    results: list[Result] = []
    for clone in [here] if here else clones.apart(clones.below(top or Path())):
        results.append(_one(git, clone, wish, server, dry_run=dry_run))
        if not as_json:
            _show(results[-1], alone=here is not None, dry_run=dry_run)
            _progress(len(results), top)
    if as_json:
        tell_json(_document(results, wish, server, dry_run=dry_run))
    elif here is None:
        click.echo(_counts(results, dry_run=dry_run))
    if any(one.failed for one in results):
        raise click.exceptions.Exit(int(Exit.NO))


def _one(git: Git, clone: Clone, wish: Wish, server: Server, *, dry_run: bool) -> Result:
    """Plan for one clone, and do it. A fault stays with the clone that has it."""
    try:
        if not clone.is_mine:
            return Result(clone, foreign=True)
        settings = [one for file in clone.files() for one in clones.settings(git, file)]
        real_host = real_host_of(machine.variables())
        found = plan(settings, wish, server, (), real_host)
        if found.there:
            rules = url_rules.of(git.at(clone.folder))
            found = plan(settings, wish, server, rules, real_host)
        notes = (*found.notes, *_tracked(git, clone, wish, server))
        if not dry_run:
            clones.make(git, found.changes)
        return Result(clone, Plan(found.changes, notes, found.there))
    except Trouble as trouble:
        return Result(clone, failed=" ".join(filter(None, (trouble.message, trouble.todo))))
    except OSError as error:
        return Result(clone, failed=f"{error.filename}: {error.strerror}")


def _tracked(git: Git, clone: Clone, wish: Wish, server: Server) -> list[Note]:
    file = clone.folder / ".gitmodules"
    if not file.is_file() or file.is_symlink():
        return []
    return of_tracked_file(clones.settings(git, file), wish, server)


def _show(result: Result, *, alone: bool, dry_run: bool) -> None:
    lines = [*_lines(result, dry_run=dry_run)]
    if alone and not lines:
        there = "speaks it already" if result.plan.there else "leads to another server"
        lines = [f"Nothing to rewrite: all of {plain(str(result.clone.folder))} {there}."]
    elif lines and not alone:
        click.echo(plain(str(result.clone.folder)))
    for line in lines:
        click.echo(line if alone else f"  {line}")
    if alone and result.failed:
        click.echo(f"watchword: {result.failed}", err=True)


def _lines(result: Result, *, dry_run: bool) -> Iterator[str]:
    if result.failed:
        yield f"failed: {plain(result.failed)}"
    for one in result.plan.changes:
        before, after = without_password(one.setting.value), without_password(one.becomes)
        would = "would become" if dry_run else "is now"
        yield plain(f"{one.setting.what}: {before} {would} {after}")
    for note in result.plan.notes:
        yield plain(note.text)
        if note.command:
            yield plain(f"  {note.command}")


def _progress(number: int, top: Path | None) -> None:
    """Count on a terminal, where a long walk would look like none."""
    if top is not None and number % 50 == 0 and sys.stderr.isatty():
        click.echo(f"{number} clones …", err=True)


def _counts(results: list[Result], *, dry_run: bool) -> str:
    fates = [one.fate for one in results]
    words = {
        "rewritten": "would be rewritten" if dry_run else "rewritten",
        "unchanged": "need nothing",
        "elsewhere": "of other servers",
        "foreign": "of other people",
        "failed": "failed",
    }
    parts = [f"{fates.count(fate)} {text}" for fate, text in words.items() if fate in fates]
    return f"{len(results)} clones: {', '.join(parts) or 'nothing to do'}."


def _document(
    results: list[Result], wish: Wish, server: Server, *, dry_run: bool
) -> dict[str, object]:
    return {
        "host": server.authority,
        "wish": wish.value,
        "dry_run": dry_run,
        "clones": [
            {
                "folder": str(one.clone.folder),
                "fate": one.fate,
                "failed": one.failed or None,
                "changes": [
                    {
                        "file": str(change.setting.file),
                        "key": change.setting.key,
                        "before": without_password(change.setting.value),
                        "after": change.becomes,
                    }
                    for change in one.plan.changes
                ],
                "notes": [
                    {"code": note.code, "text": note.text, "command": note.command}
                    for note in one.plan.notes
                ],
            }
            for one in results
        ],
    }
