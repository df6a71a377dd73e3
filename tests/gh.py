"""GitHub's command line client at a person's machine, and what it keeps there."""

from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess

from tests.named_server import HOST
from tests.person_at_browser import Person
from tests.plain_browser import PersonAtForms
from tests.real_clients import Machine, Running, program

NAME = "GitHub CLI"
"""What the pages of consent call it."""


@dataclass
class Gh:
    """gh on a machine; it keeps secrets in a file, for want of a keyring."""

    machine: Machine

    def __post_init__(self) -> None:
        """Put it on PATH, and keep it from asking questions and from looking for news."""
        self.machine.path.append(str(Path(program("gh")).parent))
        self.machine.variables |= {
            "GH_CONFIG_DIR": str(self.machine.home / "gh"),
            "XDG_CACHE_HOME": str(self.machine.home / "cache"),
            "GH_PROMPT_DISABLED": "1",
            "GH_NO_UPDATE_NOTIFIER": "1",
            "GH_TELEMETRY": "false",
            "NO_COLOR": "1",
        }

    def run(self, *words: str, **more) -> CompletedProcess[str]:
        """Run it to its end."""
        return self.machine.run("gh", *words, **more)

    def says(self, *words: str, **more) -> str:
        """Run it to its end; gives what it prints."""
        return self.run(*words, **more).stdout.strip()

    def start(self, *words: str) -> Running:
        """Start it, with no terminal."""
        return self.machine.start("gh", *words)

    def signs_in(self, person: Person | PersonAtForms, *flags: str) -> str:
        """Sign in by code; gives what gh said."""
        return self.by_code(person, "login", "--web", *flags)

    def by_code(self, person: Person | PersonAtForms, verb: str, *flags: str) -> str:
        """Let a verb of `gh auth` ask for a code, and let it in; gives what gh said."""
        running = self.start("auth", verb, "--hostname", HOST, *flags)
        person.connect(code_of(running), NAME)
        return running.ends()

    def takes(self, token: str, *, status: int = 0) -> CompletedProcess[str]:
        """Sign in with a token of the person's own."""
        words = ("auth", "login", "--hostname", HOST, "--with-token")
        return self.run(*words, given=token, status=status)

    @property
    def token(self) -> str:
        """The token that it uses now."""
        return self.says("auth", "token", "--hostname", HOST)

    @property
    def hosts(self) -> Path:
        """The file of its accounts and their tokens."""
        return self.machine.home / "gh/hosts.yml"


def code_of(running: Running) -> str:
    """The one-time code that it shows."""
    return running.says(r"one-time code: (\w{4}-\w{4})")[1]
