"""A person's machine without any server: a home of its own, real git, verbs called in process."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner, Result

from watchword.operator_cli.main import main


@dataclass
class Home:
    """A home; `run` calls `watchword` in a folder of it."""

    path: Path
    monkeypatch: object

    def __post_init__(self) -> None:
        """Leave nothing of whoever runs the tests."""
        for name in [name for name in os.environ if name.startswith(("GIT_", "SSL_", "GCM_"))]:
            self.monkeypatch.delenv(name)
        self.monkeypatch.setenv("HOME", str(self.path))
        self.monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        self.monkeypatch.setenv("GIT_AUTHOR_NAME", "A. Uthor")
        self.monkeypatch.setenv("GIT_AUTHOR_EMAIL", "author@example.com")
        self.monkeypatch.setenv("GIT_COMMITTER_NAME", "C. Ommitter")
        self.monkeypatch.setenv("GIT_COMMITTER_EMAIL", "committer@example.com")
        self.monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)

    def git(self, *words: str, at: Path | None = None) -> str:
        """Run git; gives what it says, without the line's end."""
        done = subprocess.run(
            ["git", *words], cwd=at or self.path, capture_output=True, text=True, check=False
        )
        assert done.returncode in {0, 1}, done.stderr
        return done.stdout.rstrip("\n")

    def clone(self, name: str = "clone", **remotes: str) -> Path:
        """A repository with those remotes."""
        path = self.path / name
        self.git("init", "-q", str(path))
        for remote, url in remotes.items():
            self.git("config", "--add", f"remote.{remote}.url", url, at=path)
        return path

    def run(self, *words: str, at: Path | None = None, status: int = 0) -> Result:
        """Call a verb; `status` is the exit status that it must have."""
        self.monkeypatch.chdir(at or self.path)
        result = CliRunner().invoke(main, words)
        assert result.exit_code == status, (result.output, result.exception)
        return result
