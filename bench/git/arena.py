"""All servers of git side by side, with the same repositories, over plain HTTP or over TLS."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bench.accounting import Nothing
from bench.git import generated
from bench.git.client import Client
from bench.git.fetching import Fetcher
from bench.git.generated import Shape
from bench.git.places import Folder, OurPlace, Place
from bench.git.recorded import Request, clone_request
from bench.peers.apache import Apache, give_away
from bench.peers.git_daemon import GitDaemon
from bench.peers.nginx import HttpBackend
from bench.running import Failed, environment, quiet
from bench.stage import Stage

OURS = "watchword"
NGINX = "nginx + fcgiwrap + `git http-backend`"
NGINX_CAREFUL = f"{NGINX}, with Watchword's checks and syncs"
APACHE = "Apache + `git http-backend`"
APACHE_CAREFUL = f"{APACHE}, with Watchword's checks and syncs"
DAEMON = "`git daemon`"
FILE = "`file://`"
CHECKS_AND_SYNCS = {
    "receive.fsckObjects": "true",
    "core.fsync": "all",
    "core.fsyncMethod": "batch",
}
WORKERS = 2


@dataclass(frozen=True)
class Repository:
    """What is served everywhere under one name."""

    source: Path
    told: str
    """How much it holds, in words."""

    @property
    def name(self) -> str:
        return self.source.stem


@dataclass
class Arena:
    """The servers, and what they serve so far."""

    stage: Stage
    folder: Path
    _is_tls: bool | None = None
    _served: dict[Shape, Repository] = field(default_factory=dict)
    _clone_requests: dict[Path, Request] = field(default_factory=dict)
    _numbered: int = 0

    def __post_init__(self) -> None:
        # Apache is nobody where we are root: it has to get at its repositories.
        self.stage.folder.chmod(0o711)
        for name in ("sources", "nginx", "apache", "daemon", "clients"):
            (self.folder / name).mkdir()
        self.environment = environment(self.folder / "home")
        self._nginx = HttpBackend(self.folder / "nginx")
        self._repositories = self._nginx.repositories
        self._apache = Apache(self.folder / "apache", self._repositories)
        self._daemon = GitDaemon(self.folder / "daemon", self._repositories)

    def start(self) -> None:
        """Start the peers. Raises Failed."""
        for peer in (self._nginx, self._apache, self._daemon):
            peer.start()

    def stop(self) -> None:
        for server in (self.stage.ours, self._daemon, self._apache, self._nginx):
            server.stop()

    def places(self, *, tls: bool = False) -> dict[str, Place]:
        """Everybody, with Watchword and nginx speaking TLS or plain HTTP. Raises Failed."""
        self._speak(tls=tls)
        served, accounts = self._repositories, (self._nginx.account, self._apache.account)
        at_nginx, at_apache = self._nginx.address(tls=tls), self._apache.address
        careful = CHECKS_AND_SYNCS
        return {
            OURS: OurPlace(self.stage.ours),
            NGINX: Folder(served, at_nginx, accounts[0]),
            NGINX_CAREFUL: Folder(served, at_nginx, accounts[0], careful),
            APACHE: Folder(served, at_apache, accounts[1], {}, give_away),
            APACHE_CAREFUL: Folder(served, at_apache, accounts[1], careful, give_away),
            DAEMON: Folder(served, self._daemon.url, self._daemon.account),
            FILE: Folder(served, f"file://{served}", Nothing()),
        }

    def client(self, places: dict[str, Place], *, is_asked: bool = False) -> Client:
        """A git of its own that knows all these places."""
        addresses = {place.address for place in places.values() if place.address}
        return Client(self.room("clients"), sorted(addresses, key=str), is_asked=is_asked)

    def room(self, name: str) -> Path:
        """The path of a folder that is not there yet."""
        self._numbered += 1
        return self.folder / name / str(self._numbered)

    def source(self, shape: Shape) -> Path:
        """Make a repository, to be served or to push from."""
        path = self.folder / "sources" / f"{shape.name}.git"
        return path if path.exists() else generated.make(shape, path.parent, self.environment)

    def serve(
        self, shape: Shape, places: dict[str, Place], more: Callable[[Path], None] | None = None
    ) -> Repository:
        """Have a repository served everywhere, in the same packed state. Raises Failed.

        `more` is done to each copy on the disk, behind the servers' backs.
        """
        if shape in self._served:
            return self._served[shape]
        source = self.source(shape)
        ours = places[OURS].add(source.stem)
        self.client(places).push(source, places[OURS].url(source.stem))
        # Upkeep begins after a push; two that pack one repository remove each other's files.
        quiet(places[OURS].account)
        generated.pack(ours, self.environment)
        if more:
            more(ours)
            more(source)
        shutil.copytree(source, self._repositories / source.name)
        told = generated.size(source, self.environment)
        return self._served.setdefault(shape, Repository(source, told))

    def fetchers(self, places: dict[str, Place], repository: Repository) -> dict[str, Fetcher]:
        """For each place a recorded clone, checked once. Raises Failed."""
        request = self.clone_request(repository)
        made = {}
        for name, place in places.items():
            if place.address is None:
                raise Failed(f"{name} does not speak HTTP")
            folder = self.room("clients")
            made[name] = Fetcher(folder, place.address, repository.name, request)
            made[name].check()
        return made

    def clone_request(self, repository: Repository) -> Request:
        """What `git clone` of it asks for."""
        known = self._clone_requests
        if repository.source not in known:
            folder = self.room("clients")
            folder.mkdir()
            known[repository.source] = clone_request(repository.source, folder, self.environment)
            shutil.rmtree(folder)
        return known[repository.source]

    def _speak(self, *, tls: bool) -> None:
        if self._is_tls is tls:
            return
        ours = self.stage.ours
        ours.stop()
        (ours.start if tls else ours.start_plain)(WORKERS)
        self._is_tls = tls
