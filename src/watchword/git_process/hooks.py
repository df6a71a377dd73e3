"""The hooks of a push: a few lines of sh that ask the server, over pipes that git hands on.

No Python starts for a push. `pre-receive` writes the folder of the quarantine, then the commands as
git gives them, then a line with a dot; and reads one word. Silence means no: when the server is
gone, the pipe ends. For one command, as in most pushes, it starts nothing itself. `update` is put
beside it only when single refs of a push are refused: git runs it for each ref, and what stands in
the file `refused` stays as it is.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

ASK = "WATCHWORD_ASK"
VERDICT = "WATCHWORD_VERDICT"
YES = b"yes\n"
END = "."

PRE_RECEIVE = f"""\
#!/bin/sh
{{
	printf '%s\\n' "$GIT_QUARANTINE_PATH" && IFS= read -r one && printf '%s\\n' "$one" &&
	if IFS= read -r two; then printf '%s\\n' "$two" && cat; fi && echo {END}
}} >"/dev/fd/${ASK}" || exit 1
read -r verdict <"/dev/fd/${VERDICT}"
test "$verdict" = yes
"""
UPDATE = """\
#!/bin/sh
grep -Fqx -e "$1" "${0%/*}/refused"
test $? -eq 1
"""


class Hooks:
    """The folder with the two scripts, and a small folder for each push in progress."""

    def __init__(self, folder: Path) -> None:
        """Put the scripts into that folder, if they are not there yet, as they are written here."""
        self._scripts = folder / "hooks"
        self._pushes = folder / "pushes"
        self.none = folder / "no-hooks"
        for made in (self._scripts, self._pushes, self.none):
            made.mkdir(parents=True, exist_ok=True, mode=0o700)
        _install(self._scripts / "pre-receive", PRE_RECEIVE)
        _install(self._scripts / "update", UPDATE)

    def for_push(self) -> "PushHooks":
        """A folder for one push.

        Git passes over a hook that is not there, and lets the push through: so it is looked for.
        """
        if not os.access(self._scripts / "pre-receive", os.X_OK):
            _install(self._scripts / "pre-receive", PRE_RECEIVE)
        return PushHooks(Path(tempfile.mkdtemp(dir=self._pushes)), self._scripts)

    def sweep(self, before: int) -> None:
        """Remove folders that crashed pushes left, made before that second (since 1970).

        The folder of a push in progress is never removed, however long it takes: git passes over a
        hook that is not there, and would let the push through unjudged.
        """
        for folder in self._pushes.iterdir():
            with suppress(FileNotFoundError, BlockingIOError):
                if folder.stat().st_mtime < before:
                    os.close(_hold(folder, fcntl.LOCK_EX | fcntl.LOCK_NB))
                    shutil.rmtree(folder, ignore_errors=True)


class PushHooks:
    """The hooks of one push."""

    def __init__(self, folder: Path, scripts: Path) -> None:
        """Hang `pre-receive` into the folder."""
        self.folder = folder
        self._scripts = scripts
        self.held = _hold(folder, fcntl.LOCK_SH)
        """A lock on the folder, which git must hold for as long as it lives."""
        (folder / "pre-receive").symlink_to(scripts / "pre-receive")

    def refuse(self, refs: Iterable[str]) -> None:
        """Have git leave those refs as they are, and take the others. To be called before "yes"."""
        names = "".join(f"{ref}\n" for ref in refs)
        (self.folder / "refused").write_text(names, "utf-8", "surrogateescape")
        (self.folder / "update").symlink_to(self._scripts / "update")

    def remove(self) -> None:
        """Remove the folder. To be called when git has ended."""
        os.close(self.held)
        for name in ("pre-receive", "update", "refused"):
            with suppress(FileNotFoundError):
                (self.folder / name).unlink()
        with suppress(FileNotFoundError):
            self.folder.rmdir()


def _hold(folder: Path, how: int) -> int:
    """Lock a folder; gives the descriptor that holds the lock. Raises BlockingIOError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, how)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _install(path: Path, text: str) -> None:
    with suppress(FileNotFoundError):
        if path.read_text("utf-8") == text and os.access(path, os.X_OK):
            return
    making = path.with_name(f"{path.name}.{os.getpid()}")
    making.write_text(text, "utf-8")
    making.chmod(0o700)
    making.replace(path)
    if not os.access(path, os.X_OK):
        # Git passes over a hook that it cannot run, and lets the push through.
        msg = f"programs cannot run from {path.parent}: is it mounted noexec?"
        raise PermissionError(msg)
