"""A small world to test in: a database of its own, a clock that stands still, people, tokens."""

import itertools
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import TypeVar

from tests.quick_database import make_quick
from watchword.access.actor import Actor
from watchword.access.gate import require
from watchword.access.kinds import Kind
from watchword.access.operation import Operation
from watchword.access.roles import Role
from watchword.access.scopes import Scope, expand
from watchword.access.table import accounts as account_table
from watchword.access.table import gists as gist_table
from watchword.access.table import git as git_table
from watchword.access.table import organizations as organization_table
from watchword.access.table import repositories as repository_table
from watchword.access.table import tokens as token_table
from watchword.accounts import oversight, sessions
from watchword.accounts import service as accounts
from watchword.accounts.model import SITE, User
from watchword.accounts.passwords import Passwords
from watchword.authn import credential, resolve
from watchword.authn.resolve import Caller
from watchword.gists import service as gists
from watchword.gists.model import Gist
from watchword.kernel.entropy import system_entropy
from watchword.kernel.events import Origin
from watchword.kernel.ids import GistId
from watchword.kernel.secret import KeyRing, Secret
from watchword.organizations import service as organizations
from watchword.organizations.model import Organization, OrgRole
from watchword.organizations.team_model import Privacy, Team, TeamRole
from watchword.organizations.team_ports import NewTeam
from watchword.ref_updates import service as ref_updates
from watchword.ref_updates.model import Command
from watchword.repositories import service as repositories
from watchword.repositories.model import Repository, Visibility
from watchword.storage.database import open_database
from watchword.storage.migrations import migrate
from watchword.storage.unit_of_work import Surroundings
from watchword.tokens import classic
from watchword.tokens.model import Token
from watchword.work.listeners import LISTENERS
from watchword.work.unit import Database, Work

T = TypeVar("T")
NOON = 1_800_000_000
CHEAP = Passwords(memory=8, rounds=1)
"""Hashes that cost nothing, for tests that are not about their cost."""


class StoppedClock:
    """Moves only when it is told to."""

    def __init__(self, now: int = NOON) -> None:
        self.now = now

    def seconds(self) -> int:
        return self.now

    def milliseconds(self) -> int:
        return self.now * 1000


@cache
def _template() -> Path:
    """A migrated, empty database; made once for each process of the test runner."""
    path = Path(mkdtemp(prefix="watchword-template-")) / "watchword.db"
    migrate(f"sqlite:///{path}")
    return path


def fresh_sqlite(folder: Path) -> str:
    """The URL of a migrated database in that folder."""
    path = folder / "watchword.db"
    shutil.copyfile(_template(), path)
    return f"sqlite:///{path}"


class World:
    """People, tokens and repositories, made by the real services."""

    def __init__(self, url: str) -> None:
        self.clock = StoppedClock()
        self.keys = KeyRing({"k1": b"k" * 32}, "k1")
        self.around = Surroundings(self.clock, system_entropy, self.keys, LISTENERS)
        self.database: Database = open_database(url, self.around)
        make_quick(self.database)
        self.operator = resolve.operator()
        self._numbers = itertools.count(1)

    def close(self) -> None:
        self.database.close()

    def read(self, fn: Callable[[Work], T]) -> T:
        return self.database.read_now(fn, Origin())

    def write(self, fn: Callable[[Work], T], actor: Actor | None = None) -> T:
        return self.database.write_now(fn, (actor or self.operator).origin)

    def user(
        self, login: str, *, password: str = "correct horse", one_time: bool = False, **more: object
    ) -> User:
        """An account with that password."""
        new = accounts.Registration(
            login, f"{login}@example.test", CHEAP.hash(Secret(password)), one_time, **more
        )
        return self.write(
            lambda work: accounts.create(
                work, require(self.operator, account_table.CREATE, SITE), new
            )
        )

    def suspend(self, user: User) -> None:
        """Refuse an account."""
        self.oversee(account_table.SUSPEND, oversight.suspend, user)

    def unsuspend(self, user: User) -> None:
        """Let an account live again."""
        self.oversee(account_table.SUSPEND, oversight.unsuspend, user)

    def oversee(self, operation: Operation, change: Callable[..., None], user: User) -> None:
        """Do something to an account as the operator, as it is now."""

        def unit(work: Work) -> None:
            change(work, require(self.operator, operation, SITE), work.users.by_id(user.id))

        self.write(unit)

    def token(
        self, user: User, *scopes: str, expires_at: int | None = None, note: str = ""
    ) -> tuple[Token, Secret]:
        """A classic token."""
        wanted = classic.Wanted(
            note or f"token {next(self._numbers)}", tuple(map(Scope, scopes)), expires_at
        )
        return self.write(
            lambda work: classic.create(
                work, require(self.operator, token_table.CREATE, user), wanted
            )
        )

    def organization(self, login: str, owner: User, **settings: object) -> Organization:
        """An organization of that owner, with columns of its row set as told."""
        wanted = organizations.WantedOrganization(login)
        actor = Actor(owner.id, Kind.SESSION)

        def unit(work: Work) -> Organization:
            grant = require(actor, organization_table.CREATE, work.users.by_id(owner.id))
            made = organizations.create(work, grant, wanted)
            if settings:
                work.organizations.update(made.id, settings, work.now)
            found = work.organizations.by_id(made.id, owner.id)
            assert found is not None
            return found

        return self.write(unit)

    def member(self, org: Organization, user: User, role: OrgRole = OrgRole.MEMBER) -> None:
        """Let somebody into an organization."""
        self.write(lambda work: work.organizations.set_member(org.id, user.id, role, work.now))

    def team(
        self,
        org: Organization,
        name: str,
        *members: User,
        privacy: Privacy = Privacy.CLOSED,
        parent: Team | None = None,
    ) -> Team:
        """A team with these members."""
        new = NewTeam(org.id, name, name.lower(), None, privacy, True, parent and parent.id)

        def unit(work: Work) -> Team:
            made = work.teams.add(new, work.now)
            for one in members:
                work.teams.set_member(made, one.id, TeamRole.MEMBER, work.now)
            found = work.teams.by_id(made, None)
            assert found is not None
            return found

        return self.write(unit)

    def team_works(self, team: Team, repository: Repository, role: Role) -> None:
        """Let a team work with a repository."""
        self.write(lambda work: work.teams.set_repository(team.id, repository.id, role, work.now))

    def repository(
        self, owner: User | Organization, name: str, visibility: Visibility = Visibility.PUBLIC
    ) -> Repository:
        """A repository without a folder."""
        wanted = repositories.Wanted(name, visibility)
        operation = repositories.operation_for(visibility, owner)
        key = system_entropy(16).hex()
        return self.write(
            lambda work: repositories.create(
                work, require(self.operator, operation, owner), wanted, key
            )
        )

    def gist(self, owner: User, *, listed: bool = True, description: str | None = None) -> Gist:
        """A gist without a folder."""
        wanted = gists.Wanted(description, is_listed=listed)
        place = gists.Place(GistId(system_entropy(16).hex()), system_entropy(16).hex())
        return self.write(
            lambda work: gists.create(
                work, require(self.operator, gist_table.CREATE, owner), wanted, place
            )
        )

    def collaborator(self, repository: Repository, user: User, role: Role) -> None:
        """Let somebody work with a repository."""
        owner = Actor(repository.owner, Kind.SESSION)

        def unit(work: Work) -> None:
            found = work.repositories.by_id(repository.id, owner.user)
            assert found is not None
            if found.in_organization:
                work.repositories.set_collaborator(found.id, user.id, role, work.now)
                return
            grant = require(owner, repository_table.SET_COLLABORATOR, found)
            repositories.set_collaborator(work, grant, user.login, role)

        self.write(unit)

    def push(self, repository: Repository, user: User, *moves: tuple[str, str, str]) -> None:
        """Move refs (name, from where, to where) for somebody, as git did on disk before."""
        actor = Actor(user.id, Kind.SESSION, origin=Origin(user=user.id, kind="session"))
        commands = [Command(*one) for one in moves]

        def unit(work: Work) -> None:
            found = work.repositories.by_id(repository.id, user.id)
            opened = ref_updates.open_push(work, require(actor, git_table.EDIT, found), commands)
            ref_updates.close_push(work, opened, commands)

        self.write(unit, actor)

    def session(self, user: User) -> Secret:
        """A browser session, whose password was given just now."""
        grant = require(resolve.anonymous(Origin()).actor, account_table.SIGN_IN, SITE)

        def unit(work: Work) -> object:
            checked = sessions.candidate(work, user.login)
            browser = sessions.Browser("127.0.0.1", "a browser")
            return sessions.begin(work, grant, checked, browser, matched=True)

        made = self.write(unit)
        assert isinstance(made, Secret)
        return made

    def caller(self, secret: Secret | str, scheme: str = "token") -> Caller:
        """Who a token says it is; raises what a surface would have to translate."""
        text = secret.text if isinstance(secret, Secret) else secret
        presented = credential.parse([(b"authorization", f"{scheme} {text}".encode())])
        assert presented is not None
        return self.read(lambda work: resolve.caller(work, presented, Origin()))


def actor_of(user: User | None, *scopes: str, kind: Kind = Kind.CLASSIC, **more: object) -> Actor:
    """An actor made by hand, for tests of the gate itself."""
    return Actor(user.id if user else None, kind, expand(map(Scope, scopes)), **more)
