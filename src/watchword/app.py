"""The composition root: the only module that knows every other."""

from urllib.parse import urlsplit

from watchword.accounts.passwords import Passwords
from watchword.authn.counters import Counters
from watchword.authn.throttle import Throttle
from watchword.git_process.bounded_python import BoundedPython
from watchword.git_process.environment import Environment
from watchword.git_process.file_stream import FileStreams
from watchword.git_process.first_commit import FirstCommitter
from watchword.git_process.fork_filler import ForkFiller
from watchword.git_process.gist_writer import GistWriter
from watchword.git_process.layout import Layout
from watchword.git_process.local import LocalGit
from watchword.git_process.response_cache.store import Store
from watchword.git_process.shelf import GitShelf
from watchword.git_process.slots import Limits
from watchword.kernel.clock import SystemClock
from watchword.kernel.entropy import system_entropy
from watchword.library import library
from watchword.object_store.local import LocalObjects
from watchword.observed import Observed
from watchword.settings import Settings, host_keys
from watchword.storage.database import open_database
from watchword.storage.unit_of_work import Surroundings
from watchword.surfaces.git_http import build as git_http
from watchword.surfaces.graphql.door import GraphQL
from watchword.surfaces.hook_delivery.fan_out import FanOut
from watchword.surfaces.http_kit.asgi import Application
from watchword.surfaces.http_kit.host import Host
from watchword.surfaces.http_kit.mismatch import Mismatches
from watchword.surfaces.http_kit.outermost import Outermost
from watchword.surfaces.lfs_http import build as lfs_http
from watchword.surfaces.lfs_http.batch import Bounds
from watchword.surfaces.mails.outbox import SpoolFolder
from watchword.surfaces.mails.sending import Mailer
from watchword.surfaces.mails.smtp import Encryption, Relay
from watchword.surfaces.oauth_http import build as oauth_http
from watchword.surfaces.rest import build as rest
from watchword.surfaces.rest.build import Allowed
from watchword.surfaces.rest.services import Assets, OnDisk
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.ssh import Ssh
from watchword.surfaces.web import build as pages
from watchword.surfaces.web.about import About
from watchword.surfaces.web.archives import Ports
from watchword.surfaces.web.raw_caller import RawCallers
from watchword.surfaces.web.rooms import Rooms
from watchword.surfaces.web.services import PasswordRoom, Services
from watchword.surfaces.web.typeset.typesetter import Typesetter
from watchword.work.copies import copies
from watchword.work.create_repository import RepositoryMaker
from watchword.work.default_branch import DefaultBranches
from watchword.work.files_look import FilesLook
from watchword.work.gists import Gists
from watchword.work.listeners import LISTENERS
from watchword.work.usage import UsageBook

DAY = 86_400
REPOSITORIES = "repositories"
ASSETS = "assets"
LARGE_FILES = "lfs"
ANSWERS = "cache/git"
RUN = "run"
SPOOL = "spool"
TYPESETTING = "watchword.surfaces.web.typeset.worker"


class House:
    """What one process of the server shares among its requests or jobs."""

    def __init__(self, settings: Settings) -> None:
        """Open the database; it is migrated already."""
        self.settings = settings
        self.clock = SystemClock()
        self.entropy = system_entropy
        self.keys = settings.key_ring()
        around = Surroundings(self.clock, self.entropy, self.keys, LISTENERS)
        self.database = open_database(settings.database_url, around)
        self.layout = Layout(settings.data / REPOSITORIES)
        self.objects = LocalObjects(settings.data / ASSETS)
        self.large_files = LocalObjects(settings.data / LARGE_FILES)
        self.git = self._local_git()
        self.ssh = ssh_of(settings)
        self.at = Addresses(settings.public_url, self.ssh.port)
        address = urlsplit(settings.public_url)
        host = address.hostname or "localhost"
        committer = FirstCommitter(self.git.parts, self.clock, host)
        self.repositories = RepositoryMaker(self.database, self.layout, self.entropy, committer)
        filler, maker = ForkFiller(self.git.parts), self.repositories
        self.copies = copies(self.database, self.layout, filler, maker, self.clock, host)
        writer = GistWriter(self.git.parts)
        self.gists = Gists(self.database, writer, self.entropy, self.clock, host)
        self.bench = self._bench()
        self.shelf = GitShelf(self.layout)
        self.files_look = FilesLook(self.database, self.shelf)
        self.fan_out = FanOut(self.database, self.at, self.shelf)
        self.typesetter = Typesetter(self.bench)
        self.library = library(self.git.parts, self.shelf, self.typesetter, self.keys)
        self.passwords = Passwords()
        self.counters = Counters(self.clock)
        self.throttle = Throttle(self.counters)
        self.usage = UsageBook(self.database)
        self.observed = Observed(self.database, self.usage, self.counters)
        self.spool = SpoolFolder(settings.data / SPOOL)
        relay = relay_of(settings) or self.spool
        self.mailer = Mailer(self.database, relay, settings.mail_from, settings.public_url)
        self.asgi = self._application()

    def _local_git(self) -> LocalGit:
        settings = self.settings
        limits = Limits(
            machine=settings.git_slots,
            repository=settings.git_slots_per_repository,
            account=settings.git_slots_per_account,
            waiting=settings.git_waiting,
            waiting_of_account=-(-settings.git_waiting * 3 // 4),
        )
        return LocalGit(
            self.database,
            self.layout,
            settings.data / RUN,
            limits,
            self.clock,
            largest_push=settings.max_push_bytes,
            longest_wait=settings.git_wait,
            upkeep_percent=settings.upkeep_percent,
            answers=Store(settings.data / ANSWERS, settings.git_cache_bytes, self.clock),
        )

    def _git(self) -> Application:
        return git_http.application(
            database=self.database,
            git=self.git,
            clock=self.clock,
            throttle=self.throttle,
            observe=self.usage.tokens.observe,
            public_url=self.settings.public_url,
            token_prefix=self.settings.token_prefix,
            strict_username=self.settings.strict_git_username,
            largest_push=self.settings.max_push_bytes,
        )

    def _lfs(self) -> Application:
        most, room = self.settings.max_lfs_bytes, self.settings.max_lfs_bytes_per_repository
        return lfs_http.application(
            database=self.database,
            store=self.large_files,
            clock=self.clock,
            entropy=self.entropy,
            keys=self.keys,
            throttle=self.throttle,
            observe=self.usage.tokens.observe,
            public_url=self.settings.public_url,
            token_prefix=self.settings.token_prefix,
            strict_username=self.settings.strict_git_username,
            bounds=Bounds(most, room or None),
        )

    def _application(self) -> Application:
        public = urlsplit(self.settings.public_url)
        hosts = {public.netloc, *self.settings.extra_hosts}
        if public.port is None:
            # Some clients spell out the port that the scheme has anyway (RFC 9110 section 4.2.3).
            hosts.add(f"{public.netloc}:{443 if public.scheme == 'https' else 80}")
        surfaces = Host(
            git=self._git(),
            lfs=self._lfs(),
            oauth=self._oauth(),
            api=self._api(),
            pages=self._pages(),
        )
        return Outermost(surfaces, hosts, self.entropy, self.settings.behind_proxy)

    def _api(self) -> Application:
        told = self.settings
        searches = told.search_limit, told.search_limit_anonymous
        requests = told.rate_limit, told.rate_limit_anonymous
        allowed = Allowed(*requests, *searches, limited=told.rate_limiting)
        files = Assets(self.objects, self.settings.max_asset_bytes)
        templates = self.copies.templates
        return rest.application(
            database=self.database,
            clock=self.clock,
            entropy=self.entropy,
            counters=self.counters,
            throttle=self.throttle,
            observe=self.usage.tokens.observe,
            at=self.at,
            ssh=self.ssh,
            repositories=self.repositories,
            heads=self.layout,
            graphql=GraphQL(self.database, self.repositories, self.shelf, templates, self.at),
            disk=OnDisk(self.gists, self.library, self.copies, files),
            allowed=allowed,
            token_prefix=self.settings.token_prefix,
            strict_username=self.settings.strict_git_username,
        )

    def _oauth(self) -> Application:
        return oauth_http.application(
            database=self.database,
            throttle=self.throttle,
            public_url=self.settings.public_url,
            token_prefix=self.settings.token_prefix,
            idle=self.settings.oauth_idle_days * DAY,
        )

    def _bench(self) -> BoundedPython:
        folder = self.settings.data / RUN
        environment = Environment(folder / "home", folder / "no-hooks", 0)
        return BoundedPython(environment, folder, TYPESETTING)

    def _pages(self) -> Application:
        branches = DefaultBranches(self.layout)
        rooms = Rooms(
            self.shelf, self.typesetter, self.repositories, branches, self.gists, self.copies
        )
        callers = RawCallers(
            self.database,
            self.clock,
            self.throttle,
            self.usage.tokens.observe,
            Mismatches(self.database, self.clock),
            self.settings.token_prefix,
            self.settings.strict_git_username,
        )
        services = Services(
            database=self.database,
            clock=self.clock,
            entropy=self.entropy,
            keys=self.keys,
            throttle=self.throttle,
            passwords=PasswordRoom(self.passwords),
            rooms=rooms,
            public_url=self.settings.public_url,
            token_prefix=self.settings.token_prefix,
            mail_leaves=bool(self.settings.smtp_host),
            oauth_idle_days=self.settings.oauth_idle_days,
            ssh=self.at if self.ssh.served else None,
            about=about(self.settings, self.ssh),
        )
        downloads = Ports(callers, self.shelf, self.library.genealogy, self.library.links)
        streams = FileStreams(self.git.parts)
        return pages.application(services, streams, downloads, self.objects, self.large_files)

    async def start(self) -> None:
        """Begin to write, in batches, what was observed in memory."""
        self.observed.start()

    async def stop(self) -> None:
        """Write what was observed and not written yet; let go of the database."""
        await self.git.stop()
        await self.bench.stop()
        self.shelf.close()
        try:
            await self.observed.stop()
        finally:
            self.database.close()


def ssh_of(settings: Settings) -> Ssh:
    """What is told of SSH. Raises ValueError for a damaged host key."""
    keys = host_keys.public(settings.data)
    fingerprints = {kind: host_keys.fingerprint(line) for kind, line in keys.items()}
    return Ssh(settings.ssh_port, settings.ssh_served, keys, fingerprints)


def about(settings: Settings, ssh: Ssh) -> About:
    """What the manual says of this server."""
    return About(
        settings.own_authority(),
        settings.leak_revocation,
        ssh.port if ssh.served else None,
        tuple(ssh.fingerprints.items()),
    )


def relay_of(settings: Settings) -> Relay | None:
    """The mail server that the operator named, if any."""
    if not settings.smtp_host:
        return None
    return Relay(
        settings.smtp_host,
        settings.smtp_port,
        Encryption(settings.smtp_tls),
        settings.smtp_user,
        settings.smtp_password,
    )


def open_house(settings: Settings) -> House:
    """Open what one process shares. Raises SettingsError where the token keys cannot be read."""
    return House(settings)
