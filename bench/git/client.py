"""git as a person runs it: asked for a password, it takes one from its credential store."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote, urlsplit

from bench.peers.address import GitAddress
from bench.running import environment, found, run


class Client:
    """One person's git, with a home of its own."""

    def __init__(self, folder: Path, addresses: Sequence[GitAddress]) -> None:
        """Know these servers: their certificates and the passwords there."""
        self._folder = folder
        folder.mkdir()
        store, config = folder / "credentials", folder / "config"
        store.touch(0o600)
        store.write_text("".join(_stored(address) for address in addresses))
        lines = [
            "[credential]",
            f"\thelper = store --file={store}",
            "[gc]",
            "\tauto = 0",
            "[maintenance]",
            "\tauto = false",
        ]
        for address in addresses:
            parts = urlsplit(address.url)
            lines.append(f'[http "{parts.scheme}://{parts.netloc}"]')
            lines.append(f"\tsslCAInfo = {address.certificate}")
        config.write_text("\n".join(lines) + "\n")
        self.environment = environment(
            folder / "home", GIT_CONFIG_GLOBAL=str(config), GIT_TERMINAL_PROMPT="0"
        )

    def ls_remote(self, url: str, times: int) -> None:
        """List the branches and tags, so often. Raises Failed."""
        for _ in range(times):
            self._git("ls-remote", "--quiet", url)

    def clone(self, url: str) -> Path:
        """Clone with a working tree; gives the folder. Raises Failed."""
        target = self._folder / "clone"
        shutil.rmtree(target, ignore_errors=True)
        self._git("clone", "--quiet", url, str(target))
        return target

    def push(self, source: Path, url: str) -> None:
        """Push all branches and tags of a bare repository. Raises Failed."""
        self._git("-C", str(source), "push", "--quiet", "--mirror", url)

    def _git(self, *words: str) -> str:
        return run([found("git"), *words], self.environment)


def _stored(address: GitAddress) -> str:
    parts = urlsplit(address.url)
    login, password = quote(address.user, safe=""), quote(address.password, safe="")
    return f"{parts.scheme}://{login}:{password}@{parts.netloc}\n"
