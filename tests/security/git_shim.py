"""A program in the place of git that notes how it was called, then is git."""

import json
from pathlib import Path

from tests.git_site import Site


class Shim:
    """What git was started with: words and environment."""

    def __init__(self, site: Site, folder: Path) -> None:
        self._notes = folder / "notes"
        self._notes.mkdir()
        script = folder / "shim"
        real = site.git.runner.program
        script.write_text(
            "#!/bin/sh\n"
            f"note={self._notes}/$$\n"
            'printf "%s\\0" "$@" >"$note.words"\n'
            'cat /proc/$$/environ >"$note.environ"\n'
            f'exec {real} "$@"\n'
        )
        script.chmod(0o700)
        site.git.runner.program = str(script)
        # A program that is another one is asked for its version, once: not by what is looked at.
        assert site.git.runner.version > (0, 0)
        for note in self._notes.iterdir():
            note.unlink()

    def calls(self) -> list[list[str]]:
        """The words of each call."""
        found = (file.read_bytes() for file in self._notes.glob("*.words"))
        return [text.decode("utf-8", "surrogateescape").split("\0")[:-1] for text in found]

    def environments(self) -> list[dict[str, str]]:
        """The environment of each call."""
        found = (file.read_bytes().decode() for file in self._notes.glob("*.environ"))
        pairs = ([line.partition("=") for line in text.split("\0") if line] for text in found)
        return [{key: value for key, _, value in one} for one in pairs]

    def everything(self) -> str:
        """All words and values, as one text."""
        return json.dumps([self.calls(), self.environments()])
