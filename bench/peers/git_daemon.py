"""git's own daemon: no HTTP, no TLS, nobody is asked who they are."""

from pathlib import Path

from bench.accounting import Account
from bench.running import Running, environment, found, free_port


class GitDaemon:
    """One git daemon over a folder of bare repositories."""

    def __init__(self, folder: Path, repositories: Path) -> None:
        self._folder = folder
        self._repositories = repositories
        self._server = Running("git-daemon", folder)
        self._port = free_port()

    def start(self) -> None:
        argv = [found("git"), "daemon", "--export-all", f"--base-path={self._repositories}"]
        argv += ["--listen=127.0.0.1", f"--port={self._port}", str(self._repositories)]
        self._server.start(argv, environment(self._folder / "home"), self._port)

    def stop(self) -> None:
        self._server.stop()

    @property
    def account(self) -> Account:
        return self._server.account

    @property
    def url(self) -> str:
        return f"git://127.0.0.1:{self._port}"
