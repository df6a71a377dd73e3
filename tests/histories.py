"""Real repositories, made by the installed git, for tests that read them."""

import os
import re
import subprocess
import zlib
from contextlib import suppress
from functools import cache
from hashlib import sha1
from pathlib import Path
from typing import Any

from watchword.git_process.layout import Layout

WHO = "Ann Author"
MAIL = "ann@example.test"
BEGINNING = 1_700_000_000
"""Seconds since 1970: when the first commit is made; each later one follows a minute after."""
TREE = "040000"
OID = re.compile(r"[0-9a-f]{40}")


@cache
def _commits() -> dict[tuple[object, ...], tuple[str, bytes]]:
    """What git made of which words and which environment: the id, and the file of the object."""
    return {}


@cache
def _tags() -> dict[tuple[str, str, str], tuple[str, bytes]]:
    """What git made of which name, target and message: the id, and the file of the object."""
    return {}


class History:
    """A bare repository in the server's own layout, written with plumbing."""

    def __init__(self, root: Path, key: str = "a" * 32) -> None:
        self.layout = Layout(root)
        self.key = key
        self.path = self.layout.path(key)
        self.beside: tuple[str, ...] = ()
        """Keys of repositories whose objects are read with its own: of none."""
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
        return self._keep(b"blob", data.encode() if isinstance(data, str) else data)

    def tree(self, files: dict[str | bytes, object]) -> str:
        """Keep a tree: values are bytes or text, folders dicts, (mode, object) stays so."""
        rows = []
        for name, value in files.items():
            if isinstance(value, dict):
                mode, oid = TREE, self.tree(value)
            elif isinstance(value, tuple):
                mode, oid = value
            else:
                mode, oid = "100644", self.blob(value)
            named = name.encode() if isinstance(name, str) else name
            # Git sorts folders as if a slash stood at their end.
            row = mode.lstrip("0").encode() + b" " + named + b"\0" + bytes.fromhex(oid)
            rows.append((named + b"/" * (mode == TREE), row))
        return self._keep(b"tree", b"".join(row for _, row in sorted(rows)))

    def _keep(self, kind: bytes, data: bytes) -> str:
        """Write an object as git does; to ask git itself takes a process for each."""
        whole = b"%s %d\0%s" % (kind, len(data), data)
        oid = sha1(whole, usedforsecurity=False).hexdigest()
        self._put(oid, zlib.compress(whole, 1))
        return oid

    def _put(self, oid: str, packed: bytes) -> None:
        file = self._file(oid)
        if not file.exists():
            self._write(file, packed, 0o444)

    def _write(self, file: Path, data: bytes, mode: int = 0o644) -> None:
        """Let a file be there whole or not at all, as git does: it may read at the same time."""
        new = self.path / "new"
        new.write_bytes(data)
        new.chmod(mode)
        while True:
            file.parent.mkdir(parents=True, exist_ok=True)
            # Git removes folders that are empty, and may have removed this one again.
            with suppress(FileNotFoundError):
                new.rename(file)
                return

    def _file(self, oid: str) -> Path:
        return self.path / "objects" / oid[:2] / oid[2:]

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
        made = self._committed(
            "commit-tree", tree, *given, given=message.encode(), **person, **mail, **date
        )
        if branch:
            self._point(f"refs/heads/{branch}", made)
        return made

    def _id(self, named: str) -> str:
        """The object of that name, which mostly is an id already."""
        return named if OID.fullmatch(named) else self.git("rev-parse", named)

    def _point(self, ref: str, oid: str) -> None:
        """Let a ref lead there, as git does; to ask git itself takes a process for each."""
        self._write(self.path / ref, f"{oid}\n".encode())

    def _committed(self, *words: str, given: bytes, **more: str) -> str:
        """Let git make a commit; the same one is copied where it is wanted again."""
        asked = (words, given, *sorted(more.items()))
        if asked not in _commits():
            made = self.git(*words, given=given, **more)
            _commits()[asked] = made, self._file(made).read_bytes()
        made, packed = _commits()[asked]
        self._put(made, packed)
        return made

    def tag(self, name: str, target: str, message: str | None = None) -> None:
        """Make a tag: an annotated one where there is a message."""
        if message is None:
            self._point(f"refs/tags/{name}", self._id(target))
            return
        asked = (name, self._id(target), message)
        if asked not in _tags():
            self.git(
                "-c", f"user.name={WHO}", "-c", f"user.email={MAIL}",
                "tag", "-a", "-m", message, name, target,
                GIT_COMMITTER_DATE=f"{BEGINNING + 3_600} +0000",
            )  # fmt: skip
            made = self.git("rev-parse", f"refs/tags/{name}")
            _tags()[asked] = made, self._file(made).read_bytes()
        made, packed = _tags()[asked]
        self._put(made, packed)
        self._point(f"refs/tags/{name}", made)


def history_of(api: Any, world: Any, number: int) -> History:
    """The history of a repository that the API made, by its number."""
    found = world.read(lambda work: work.repositories.by_id(number, None))
    return History(api.layout.root, found.key)
