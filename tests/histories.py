"""Real repositories, made by the installed git, for tests that read them."""

import os
import subprocess
from pathlib import Path

from watchword.git_process.layout import Layout

WHO = "Ann Author"
MAIL = "ann@example.test"
BEGINNING = 1_700_000_000
"""Seconds since 1970: when the first commit is made; each later one follows a minute after."""


class History:
    """A bare repository in the server's own layout, written with plumbing."""

    def __init__(self, root: Path, key: str = "a" * 32) -> None:
        self.layout = Layout(root)
        self.key = key
        self.path = self.layout.path(key)
        if not self.path.exists():
            self.layout.create(key, "main")
        self._minutes = 0

    def git(self, *args: str, given: bytes = b"", **more: str) -> str:
        """Run git in it; gives what it wrote, without the last newline."""
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.path), **more}
        done = subprocess.run(
            ["git", *args],
            cwd=self.path,
            env=environment,
            input=given,
            capture_output=True,
            check=True,
        )
        return done.stdout.decode().removesuffix("\n")

    def blob(self, data: bytes | str) -> str:
        """Keep a file's bytes."""
        data = data.encode() if isinstance(data, str) else data
        return self.git("hash-object", "-w", "--stdin", given=data)

    def tree(self, files: dict[str | bytes, object]) -> str:
        """Keep a tree: values are bytes or text, folders dicts, (mode, object) stays so."""
        lines = b""
        for name, value in files.items():
            if isinstance(value, dict):
                mode, kind, oid = "040000", "tree", self.tree(value)
            elif isinstance(value, tuple):
                mode, oid = value
                kind = {"040000": "tree", "160000": "commit"}.get(mode, "blob")
            else:
                mode, kind, oid = "100644", "blob", self.blob(value)
            named = name.encode() if isinstance(name, str) else name
            lines += f"{mode} {kind} {oid}\t".encode() + named + b"\0"
        return self.git("mktree", "-z", "--missing", given=lines)

    def commit(
        self,
        files: dict[str | bytes, object] | str,
        message: str = "Change things",
        *parents: str,
        branch: str | None = "main",
        who: str = WHO,
    ) -> str:
        """Keep a commit, and move a branch to it. `files` may be the id of a tree."""
        self._minutes += 1
        tree = files if isinstance(files, str) else self.tree(files)
        when = f"{BEGINNING + 60 * self._minutes} +0000"
        person = {f"GIT_{one}_NAME": who for one in ("AUTHOR", "COMMITTER")}
        mail = {f"GIT_{one}_EMAIL": MAIL for one in ("AUTHOR", "COMMITTER")}
        date = {f"GIT_{one}_DATE": when for one in ("AUTHOR", "COMMITTER")}
        given = [part for parent in parents for part in ("-p", parent)]
        made = self.git(
            "commit-tree", tree, *given, given=message.encode(), **person, **mail, **date
        )
        if branch:
            self.git("update-ref", f"refs/heads/{branch}", made)
        return made

    def tag(self, name: str, target: str, message: str | None = None) -> None:
        """Make a tag: an annotated one where there is a message."""
        if message is None:
            self.git("update-ref", f"refs/tags/{name}", target)
        else:
            self.git(
                "-c", f"user.name={WHO}", "-c", f"user.email={MAIL}",
                "tag", "-a", "-m", message, name, target,
                GIT_COMMITTER_DATE=f"{BEGINNING + 3_600} +0000",
            )  # fmt: skip
