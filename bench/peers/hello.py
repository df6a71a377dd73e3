"""The HTTP server that Watchword runs on, with the least that an application can do."""

from pathlib import Path

from bench.accounting import Account
from bench.running import BIN, Running, environment, free_port


class Hello:
    """The HTTP server that Watchword runs on, around an application that says hello."""

    def __init__(self, folder: Path, workers: int, core: int | None = None) -> None:
        self.folder = folder
        self.workers = workers
        self.plain = free_port()
        self._server = Running(f"hello-{workers}", folder, core)

    def start(self) -> None:
        argv = [str(BIN / "granian"), "--interface", "asginl", "--http", "1", "--loop", "uvloop"]
        argv += ["--no-ws", "--workers", str(self.workers), "--log-level", "error"]
        argv += ["--host", "127.0.0.1", "--port", str(self.plain)]
        argv += ["--working-dir", str(Path(__file__).parent), "hello_application:application"]
        self._server.start(argv, environment(self.folder / "home"), self.plain)

    def stop(self) -> None:
        self._server.stop()

    @property
    def account(self) -> Account:
        return self._server.account
