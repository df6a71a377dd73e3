"""Git and its credential helpers, as the companion's verbs use them."""

import contextlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from watchword_client import processes
from watchword_client.credential import Credential, Malformed, parse
from watchword_client.processes import Done
from watchword_client.speaking import Exit, Trouble

PATIENCE: Final = 20.0
"""Seconds for git itself; with several helpers behind it, each may take a while."""
HELPER_PATIENCE: Final = 2.0
"""Seconds for one helper that is asked what it holds."""
STORING_PATIENCE: Final = 60.0
"""Seconds for one helper that keeps something: a keychain may ask its owner to be opened."""
ASK: Final = "watchword-asks-helper"
QUIET: Final = {"GIT_TERMINAL_PROMPT": "0", "GCM_INTERACTIVE": "0", "GIT_ASKPASS": ""}
ASKERS: Final = ("SSH_ASKPASS", "GIT_TRACE", "GIT_TRACE_CURL", "GIT_CURL_VERBOSE")
"""What would open a window, or write secrets down."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of git's configuration, and where it stands."""

    scope: str
    """One of system, global, local, worktree, command."""
    origin: str
    """As git writes it, such as "file:/home/octavia/.gitconfig"."""
    key: str
    """Section and name in lower case, what is between them as it was written."""
    value: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a helper said when it was asked directly."""

    credential: Credential | None
    """None where it holds nothing, or failed."""
    timed_out: bool = False
    failed: str = ""
    """Why it could not be asked, for the person; "" where it could."""


class Git:
    """The git of this machine, run in a folder."""

    def __init__(self, variables: Mapping[str, str], folder: Path | None = None) -> None:
        """Take the environment and the folder (the current one where none is named)."""
        self.variables = {
            key: value for key, value in variables.items() if key not in ASKERS
        } | QUIET
        self._folder = folder

    def at(self, folder: Path) -> "Git":
        """The same git in another folder."""
        return Git(self.variables, folder)

    def with_variables(self, more: Mapping[str, str]) -> "Git":
        """The same git in an environment with something added."""
        return Git({**self.variables, **more}, self._folder)

    def run(
        self,
        *words: str,
        given: bytes = b"",
        patience: float = PATIENCE,
        more: Mapping[str, str] | None = None,
    ) -> Done:
        """Run git to its end, or to that of patience. Raises Trouble where there is no git."""
        try:
            return processes.run(
                ["git", *words],
                given,
                patience,
                variables={**self.variables, **(more or {})},
                folder=self._folder,
            )
        except FileNotFoundError as error:
            raise Trouble("git is not here.", "Install git.", Exit.UNREACHABLE) from error

    def version(self) -> tuple[int, ...]:
        """Such as (2, 39, 5)."""
        numbers = self.run("version").text.removeprefix("git version ").split(" ")[0].split(".")
        return tuple(int(one) for one in numbers if one.isdigit())

    # Configuration

    def entries(self, pattern: str) -> list[Entry]:
        """The entries whose key fits the regular expression, in the order in which they count."""
        words = ("config", "--show-scope", "--show-origin", "-z", "--get-regexp", pattern)
        fields = self.run(*words).output.decode("utf-8", "surrogateescape").split("\0")
        found = []
        for scope, origin, pair in zip(fields[::3], fields[1::3], fields[2::3], strict=False):
            key, _, value = pair.partition("\n")
            found.append(Entry(scope, origin, key, value))
        return found

    def url_value(self, key: str, url: str, kind: str = "") -> str | None:
        """What counts for an address of `http.<url>.sslCAInfo` and the like; None where unset."""
        words = ["config", *([f"--type={kind}"] if kind else []), "--get-urlmatch", key, url]
        done = self.run(*words)
        return done.text if done.status == 0 else None

    def set_global(self, key: str, values: Sequence[str]) -> None:
        """Let the person's own configuration hold just these values; none takes the key away.

        Raises Trouble, with what was there put back, where git cannot write.
        """
        before = self.own(key)
        try:
            self._write(key, values)
        except Trouble:
            with contextlib.suppress(Trouble):
                self._write(key, before)
            raise

    def own(self, key: str) -> list[str]:
        """The values of a key in the person's own configuration."""
        done = self.run("config", "--global", "-z", "--get-all", key)
        return done.output.decode("utf-8", "surrogateescape").split("\0")[:-1]

    def _write(self, key: str, values: Sequence[str]) -> None:
        if self.own(key):
            self._must("config", "--global", "--unset-all", key)
        for value in values:
            self._must("config", "--global", "--add", key, value)

    def _must(self, *words: str) -> None:
        done = self.run(*words)
        if done.status:
            what = done.complaint.strip().splitlines() or ["git config failed"]
            raise Trouble(f"git could not write its configuration: {what[-1]}", status=Exit.NO)

    # Credentials

    def ask(
        self,
        helper: str,
        action: str,
        credential: Credential,
        patience: float = HELPER_PATIENCE,
    ) -> Answer:
        """Say `get`, `store` or `erase` to one helper alone, found as git finds it.

        An alias lets git itself run it, by the shell that git has on this system.
        """
        done = self.run(
            "-c",
            f"alias.{ASK}=!{command(helper)}",
            ASK,
            action,
            given=credential.encode() + b"\n",
            patience=patience,
        )
        if done.timed_out:
            return Answer(None, timed_out=True, failed=f"no answer within {patience:g} seconds")
        if action != "get":
            last = done.complaint.strip().splitlines() or [f"exit status {done.status}"]
            return Answer(None, failed=last[-1] if done.status else "")
        return _told(done)

    def fill(self, credential: Credential) -> Answer:
        """What git would use, from whichever helper answers first, without asking anybody."""
        done = self.run("credential", "fill", given=credential.encode() + b"\n")
        if done.timed_out:
            return Answer(None, timed_out=True, failed="git did not answer in time")
        return _told(done) if done.status == 0 else Answer(None)

    def approve(self, credential: Credential) -> Done:
        """Tell all helpers that count for it to keep a credential."""
        words = ("credential", "approve")
        return self.run(*words, given=credential.encode() + b"\n", patience=STORING_PATIENCE)

    def reject(self, credential: Credential) -> Done:
        """Tell all helpers that count for it to forget a credential."""
        return self.run("credential", "reject", given=credential.encode() + b"\n")


def command(helper: str) -> str:
    """What git runs for a value of `credential.helper` (gitcredentials(7))."""
    if helper.startswith("!"):
        return helper[1:]
    if os.path.isabs(helper):  # noqa: PTH117 - a path may be followed by options
        return helper
    return f"git credential-{helper}"


def _told(done: Done) -> Answer:
    try:
        found = parse(done.output)
    except Malformed as error:
        return Answer(None, failed=str(error))
    if found.password is not None or found.refresh_token is not None:
        return Answer(found)
    last = done.complaint.strip().splitlines() or [f"exit status {done.status}"]
    return Answer(None, failed=last[-1] if done.status else "")
