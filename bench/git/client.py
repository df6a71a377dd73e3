"""git as a person runs it, or as a job of continuous integration does."""

import contextlib
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlsplit

from bench.peers.address import GitAddress
from bench.running import environment, found, run


class Client:
    """One person's git, with a home of its own."""

    def __init__(self, folder: Path, addresses: Sequence[GitAddress], *, is_asked: bool) -> None:
        """Know these servers: their certificates and the passwords there.

        Either git is asked for a password and takes it from its credential store, or it sends the
        header at once, as jobs are told to.
        """
        self._folder = folder
        folder.mkdir()
        store, config = folder / "credentials", folder / "config"
        store.touch(0o600)
        store.write_text("".join(_stored(address) for address in addresses))
        lines = ["[gc]", "\tauto = 0", "[maintenance]", "\tauto = false"]
        if is_asked:
            lines += ["[credential]", f"\thelper = store --file={store}"]
        for address in addresses:
            parts = urlsplit(address.url)
            lines.append(f'[http "{parts.scheme}://{parts.netloc}"]')
            if parts.scheme == "https":
                lines.append(f"\tsslCAInfo = {address.certificate}")
            if not is_asked:
                lines.append(f"\textraHeader = {address.authorization}")
        config.write_text("\n".join(lines) + "\n")
        self.environment = environment(
            folder / "home", GIT_CONFIG_GLOBAL=str(config), GIT_TERMINAL_PROMPT="0"
        )

    def ls_remote(self, url: str, times: int) -> None:
        """List the branches and tags, so often. Raises Failed."""
        for _ in range(times):
            self._git("ls-remote", "--quiet", url)

    def clone(self, url: str, *options: str) -> Path:
        """Clone with a working tree; gives the folder. Raises Failed."""
        target = self._folder / "clone"
        shutil.rmtree(target, ignore_errors=True)
        self._git("clone", "--quiet", *options, url, str(target))
        return target

    @contextlib.contextmanager
    def clones(self, url: str, times: int, together: int, *options: str) -> Iterator[list[Path]]:
        """Clone so often, some at a time; the clones go away with the context. Raises Failed."""
        folder = self._folder / "clones"
        targets = [folder / str(number) for number in range(times)]
        try:
            with ThreadPoolExecutor(together) as pool:
                list(pool.map(lambda to: self._git("clone", "-q", *options, url, str(to)), targets))
            yield targets
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def push(self, source: Path, url: str) -> None:
        """Push all branches and tags of a bare repository. Raises Failed."""
        self._git("-C", str(source), "push", "--quiet", "--mirror", url)

    def _git(self, *words: str) -> str:
        return run([found("git"), *words], self.environment)


def _stored(address: GitAddress) -> str:
    parts = urlsplit(address.url)
    login, password = quote(address.user, safe=""), quote(address.password, safe="")
    return f"{parts.scheme}://{login}:{password}@{parts.netloc}\n"
