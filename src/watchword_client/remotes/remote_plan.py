"""What is to be rewritten in the configuration of a clone, and what the person is told instead.

Pure: entries of files go in, a plan comes out.
"""

import re
import shlex
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from watchword_client.remotes.remote_urls import (
    Form,
    Server,
    Wish,
    leads_to,
    parse,
    rewritten,
    without_password,
    written,
)
from watchword_client.remotes.url_rules import Rule, asked, deciding

REMOTE = re.compile(r"remote\.(.+)\.(url|pushurl)", re.DOTALL)
SUBMODULE = re.compile(r"submodule\.(.+)\.url", re.DOTALL)
BRANCH = re.compile(r"branch\.(.+)\.(remote|pushremote)", re.DOTALL)

RealHost = Callable[[str], str | None]
"""What the file of ssh says that a name stands for."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One value in one file of git's configuration."""

    file: Path
    key: str
    value: str = field(repr=False)

    @property
    def what(self) -> str:
        """What it is the address of, for the person."""
        for pattern, name in ((REMOTE, "{}"), (SUBMODULE, "submodule {}"), (BRANCH, "branch {}")):
            found = pattern.fullmatch(self.key)
            if found:
                pushing = found[found.re.groups] in {"pushurl", "pushremote"}
                return name.format(found[1]) + (" (push)" if pushing else "")
        return self.key


@dataclass(frozen=True, slots=True)
class Change:
    """A value, and what it becomes."""

    setting: Setting
    becomes: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something that is left to the person, with the command that does it where there is one."""

    code: str
    text: str
    command: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """All of a clone."""

    changes: tuple[Change, ...] = ()
    notes: tuple[Note, ...] = ()
    there: int = 0
    """How many addresses lead to the server, whether they change or not."""


def plan(
    settings: Iterable[Setting],
    wish: Wish,
    server: Server,
    rules: Sequence[Rule] = (),
    real_host: RealHost = lambda _: None,
) -> Plan:
    """Look at all addresses in a clone's own configuration."""
    changes: list[Change] = []
    notes: list[Note] = []
    there = 0
    for setting in settings:
        if not any(one.fullmatch(setting.key) for one in (REMOTE, SUBMODULE, BRANCH)):
            continue
        found = parse(setting.value)
        if found is None:
            continue
        if not leads_to(found, server):
            notes += _alias(setting, wish, server, real_host)
            continue
        there += 1
        becomes = rewritten(setting.value, wish, server)
        if becomes is not None:
            changes.append(Change(setting, becomes))
            notes += _lost(setting)
        notes += _turned_back(setting, becomes or setting.value, wish, rules)
    return Plan(tuple(changes), tuple(dict.fromkeys(notes)), there)


def of_tracked_file(settings: Iterable[Setting], wish: Wish, server: Server) -> list[Note]:
    """What is said of `.gitmodules`, which belongs to everybody's history and is not touched."""
    notes = []
    for setting in settings:
        becomes = rewritten(setting.value, wish, server)
        if SUBMODULE.fullmatch(setting.key) and becomes is not None:
            words = ("git", "config", "--file", ".gitmodules", setting.key, becomes)
            text = f".gitmodules says {without_password(setting.value)} for {setting.what}."
            notes.append(
                Note("gitmodules", f"{text} It is left for you to commit.", shlex.join(words))
            )
    return notes


def _alias(setting: Setting, wish: Wish, server: Server, real_host: RealHost) -> list[Note]:
    """A name of the file of ssh may stand for another port, user or key: that is not guessed."""
    found = parse(setting.value)
    if found is None or found.form is not Form.SSH or wish is Wish.SSH:
        return []
    if real_host(found.host) != server.name:
        return []
    text = f"{setting.what}: {found.host} is {server.name} by your ssh_config. It is left alone."
    return [Note("alias", text, _by_hand(setting, written(found.path, wish, server)))]


def _lost(setting: Setting) -> list[Note]:
    """A name or a secret that stood in an address of HTTP does not go into the new one."""
    found = parse(setting.value)
    if found is None or found.form not in {Form.HTTPS, Form.HTTP}:
        return []
    if found.password:
        text = "the token or password that stood in its address is not in the new one."
        return [Note("password", f"{setting.what}: {text}")]
    if found.user:
        text = f"the name {found.user} that stood in its address is not in the new one."
        return [Note("user", f"{setting.what}: {text}")]
    return []


def _turned_back(setting: Setting, value: str, wish: Wish, rules: Sequence[Rule]) -> list[Note]:
    """A rule in some configuration may make another address of what was written."""
    for pushing in (False, True):
        found = parse(asked(value, rules, pushing=pushing))
        rule = deciding(value, rules, pushing=pushing)
        if rule is None or found is None or found.form.value == wish.value:
            continue
        kind = "pushInsteadOf" if rule.only_push else "insteadOf"
        text = f"{setting.what}: url.{rule.base}.{kind} in the {rule.scope} configuration"
        return [Note("rule", f"{text} makes {found.form.value} of it.", rule.removal)]
    return []


def _by_hand(setting: Setting, becomes: str) -> str:
    found = REMOTE.fullmatch(setting.key)
    if not found:
        return shlex.join(("git", "config", setting.key, becomes))
    push = ("--push",) if found[2] == "pushurl" else ()
    return shlex.join(("git", "remote", "set-url", *push, found[1], becomes))
