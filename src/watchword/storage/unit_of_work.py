"""The unit of work over one connection."""

import sqlalchemy as sa
from msgspec import Struct

from watchword.kernel.clock import Clock
from watchword.kernel.entropy import Entropy
from watchword.kernel.events import Event, Origin
from watchword.kernel.secret import KeyRing
from watchword.storage.accounts import SqlUsers
from watchword.storage.audit_log import SqlAuditLog
from watchword.storage.commit_comments import SqlCommitComments
from watchword.storage.counters import SqlCounters
from watchword.storage.deployments import SqlDeployments
from watchword.storage.emails import SqlEmails
from watchword.storage.events import SqlEvents
from watchword.storage.fact_rows import Names, fact_row
from watchword.storage.feeds import SqlFeeds
from watchword.storage.footprints import SqlFootprints
from watchword.storage.gists import SqlGists
from watchword.storage.gpg_keys import SqlGpgKeys
from watchword.storage.jobs import SqlJobs
from watchword.storage.keys import SqlPublicKeys, SqlSigningKeys
from watchword.storage.large_files import SqlLargeFiles
from watchword.storage.leaks import SqlAlerts
from watchword.storage.lineage import SqlLineage
from watchword.storage.notifications import SqlThreads
from watchword.storage.oauth_applications import SqlApplications
from watchword.storage.once import once
from watchword.storage.org_invitations import SqlOrgInvitations
from watchword.storage.organizations import SqlOrganizations
from watchword.storage.protections import SqlProtections
from watchword.storage.pushes import SqlPushes
from watchword.storage.releases import SqlReleases
from watchword.storage.repositories import SqlRepositories
from watchword.storage.repository_invitations import SqlRepositoryInvitations
from watchword.storage.repository_offers import SqlRepositoryOffers
from watchword.storage.search import SqlSearch
from watchword.storage.sessions import SqlSessions
from watchword.storage.sign_ins import SqlSignIns
from watchword.storage.social import SqlFollows
from watchword.storage.stars import SqlStars
from watchword.storage.statuses import SqlStatuses
from watchword.storage.tables.work import events, jobs
from watchword.storage.teams import SqlTeams
from watchword.storage.tokens import SqlTokens
from watchword.storage.watches import SqlWatches
from watchword.storage.webhooks import SqlHooks
from watchword.work.listeners import Listeners

STORED = sa.insert(events).returning(events.c.id)
WOKEN = sa.insert(jobs)


class Surroundings(Struct, frozen=True):
    """What every unit of a process shares."""

    clock: Clock
    entropy: Entropy
    keys: KeyRing
    listeners: Listeners


class UnitOfWork:
    """One transaction."""

    def __init__(self, connection: sa.Connection, around: Surroundings, origin: Origin) -> None:
        """Work over a connection on which a transaction has begun."""
        self._connection = connection
        self._around = around
        self._origin = origin
        self._facts: list[Event] = []

    @once
    def now(self) -> int:
        """Seconds since 1970; one value for the whole unit."""
        return self._around.clock.seconds()

    @property
    def entropy(self) -> Entropy:
        """Where unpredictable bytes come from."""
        return self._around.entropy

    @property
    def keys(self) -> KeyRing:
        """The keys under which secrets are hashed."""
        return self._around.keys

    @property
    def origin(self) -> Origin:
        """Who caused what this unit does."""
        return self._origin

    def record(self, event: Event) -> None:
        """Keep a fact: it is stored by the same commit, or not at all."""
        self._facts.append(event)

    @once
    def users(self) -> SqlUsers:
        """Accounts."""
        return SqlUsers(self._connection)

    @once
    def emails(self) -> SqlEmails:
        """Addresses of accounts."""
        return SqlEmails(self._connection)

    @once
    def sessions(self) -> SqlSessions:
        """Browser sessions."""
        return SqlSessions(self._connection)

    @once
    def tokens(self) -> SqlTokens:
        """Tokens."""
        return SqlTokens(self._connection)

    @once
    def applications(self) -> SqlApplications:
        """Applications that people sign in through."""
        return SqlApplications(self._connection)

    @once
    def sign_ins(self) -> SqlSignIns:
        """Sign-ins through applications."""
        return SqlSignIns(self._connection)

    @once
    def organizations(self) -> SqlOrganizations:
        """Organizations."""
        return SqlOrganizations(self._connection)

    @once
    def org_invitations(self) -> SqlOrgInvitations:
        """Invitations to organizations."""
        return SqlOrgInvitations(self._connection)

    @once
    def teams(self) -> SqlTeams:
        """Teams."""
        return SqlTeams(self._connection)

    @once
    def follows(self) -> SqlFollows:
        """Who follows whom."""
        return SqlFollows(self._connection)

    @once
    def stars(self) -> SqlStars:
        """Stars of repositories."""
        return SqlStars(self._connection)

    @once
    def watches(self) -> SqlWatches:
        """Who watches repositories."""
        return SqlWatches(self._connection)

    @once
    def commit_comments(self) -> SqlCommitComments:
        """Comments on commits."""
        return SqlCommitComments(self._connection)

    @once
    def repositories(self) -> SqlRepositories:
        """Repositories."""
        return SqlRepositories(self._connection)

    @once
    def public_keys(self) -> SqlPublicKeys:
        """SSH keys of people and of repositories."""
        return SqlPublicKeys(self._connection, self.now)

    @once
    def signing_keys(self) -> SqlSigningKeys:
        """SSH keys with which people sign."""
        return SqlSigningKeys(self._connection)

    @once
    def gpg_keys(self) -> SqlGpgKeys:
        """OpenPGP keys with which people sign."""
        return SqlGpgKeys(self._connection)

    @once
    def gists(self) -> SqlGists:
        """Gists."""
        return SqlGists(self._connection)

    @once
    def repository_invitations(self) -> SqlRepositoryInvitations:
        """Invitations to work with repositories."""
        return SqlRepositoryInvitations(self._connection)

    @once
    def repository_offers(self) -> SqlRepositoryOffers:
        """Repositories that other people may have."""
        return SqlRepositoryOffers(self._connection)

    @once
    def hooks(self) -> SqlHooks:
        """Webhooks."""
        return SqlHooks(self._connection)

    @once
    def protections(self) -> SqlProtections:
        """Rules of protected branches."""
        return SqlProtections(self._connection)

    @once
    def lineage(self) -> SqlLineage:
        """Where repositories come from."""
        return SqlLineage(self._connection)

    @once
    def footprints(self) -> SqlFootprints:
        """How much space repositories take."""
        return SqlFootprints(self._connection)

    @once
    def search(self) -> SqlSearch:
        """Finds repositories and accounts."""
        return SqlSearch(self._connection)

    @once
    def pushes(self) -> SqlPushes:
        """Pushes that are not closed yet."""
        return SqlPushes(self._connection)

    @once
    def statuses(self) -> SqlStatuses:
        """Statuses of commits."""
        return SqlStatuses(self._connection)

    @once
    def deployments(self) -> SqlDeployments:
        """Deployments."""
        return SqlDeployments(self._connection)

    @once
    def releases(self) -> SqlReleases:
        """Releases and their files."""
        return SqlReleases(self._connection)

    @once
    def large_files(self) -> SqlLargeFiles:
        """Large files and locks."""
        return SqlLargeFiles(self._connection)

    @once
    def alerts(self) -> SqlAlerts:
        """Alerts about secrets."""
        return SqlAlerts(self._connection)

    @once
    def threads(self) -> SqlThreads:
        """What people are told of."""
        return SqlThreads(self._connection)

    @once
    def counters(self) -> SqlCounters:
        """Counters."""
        return SqlCounters(self._connection)

    @once
    def events(self) -> SqlEvents:
        """Facts that were stored."""
        return SqlEvents(self._connection)

    @once
    def log(self) -> SqlAuditLog:
        """The same as a log that is searched."""
        return SqlAuditLog(self._connection)

    @once
    def feeds(self) -> SqlFeeds:
        """What happened of late."""
        return SqlFeeds(self._connection)

    @once
    def jobs(self) -> SqlJobs:
        """The queue."""
        return SqlJobs(self._connection, self.now)

    def store_facts(self) -> None:
        """Write each fact once, and one job for each listener that it wakes."""
        names = Names(self._connection, self._facts)
        for fact in self._facts:
            values = fact_row(fact, self._origin, names.of(fact, self._origin))
            values["at_ms"] = self._around.clock.milliseconds()
            event = self._connection.execute(STORED, values).scalar_one()
            if woken := self._around.listeners.get(type(fact)):
                rows = [{"event_id": event, "listener": name, "due": self.now} for name in woken]
                self._connection.execute(WOKEN, rows)
        self._facts.clear()
