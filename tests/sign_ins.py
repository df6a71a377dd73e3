"""Sign-ins through applications, put into a small world without the way through the browser."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from tests.world import World
from watchword.access.scopes import Scope, normalise
from watchword.accounts.model import User
from watchword.kernel.events import Origin
from watchword.kernel.secret import Secret
from watchword.oauth.model import Application, Family
from watchword.oauth.ports import NewApplication, NewRefreshToken
from watchword.operator_cli.desk import opened
from watchword.settings import load
from watchword.tokens import secret as formats
from watchword.tokens.model import Token
from watchword.tokens.ports import NewOAuthToken, Stored
from watchword.work.unit import Database, Work

T = TypeVar("T")
DAY = 86_400
IDLE = 90 * DAY


@dataclass(frozen=True)
class SignIn:
    """What a person got by saying yes to an application."""

    application: Application
    family: Family
    token: Token
    secret: Secret


def stored(work: Work, secret: Secret) -> Stored:
    """What is kept of a token's secret."""
    digest = work.keys.digest(formats.PURPOSE, secret)
    return Stored(digest, secret.hashed, secret.last_eight)


def sign_in(
    world: "World | Opened",
    user: User,
    client_id: str,
    *scopes: str,
    refreshed_until: int | None = None,
) -> SignIn:
    """A sign-in; dead after 90 unused days, or with a refresh token that lives until then."""

    def unit(work: Work) -> SignIn:
        application = work.applications.by_client_id(client_id)
        assert application is not None
        granted = normalise(map(Scope, scopes))
        family = work.sign_ins.add_family(application.id, user.id, granted, work.now)
        secret = formats.mint(work.entropy, kind=formats.OAUTH)
        new = NewOAuthToken(
            owner=user.id,
            family=family.id,
            client_id=client_id,
            note=application.name,
            scopes=granted,
            expires_at=work.now + 28_800 if refreshed_until else None,
            idle_limit=None if refreshed_until else IDLE,
            secret=stored(work, secret),
        )
        token = work.tokens.add_oauth(new, work.now)
        if refreshed_until:
            digest = work.entropy(32)
            work.sign_ins.add_refresh_token(
                NewRefreshToken(digest, family.id, token.id, refreshed_until), work.now
            )
        return SignIn(application, family, token, secret)

    return world.write(unit)


def application(
    world: "World | Opened", owner: User, name: str = "Lighthouse", **more: object
) -> Application:
    """An application that somebody registered."""

    def unit(work: Work) -> Application:
        new = NewApplication(
            client_id=f"{name.casefold()[:8]}{work.entropy(6).hex()}",
            owner=owner.id,
            name=name,
            homepage=str(more.get("homepage", "https://lighthouse.example")),
            description=str(more.get("description", "")),
            callbacks=("https://lighthouse.example/callback",),
            device_flow=bool(more.get("device_flow", False)),
        )
        return work.applications.add(new, work.now)

    return world.write(unit)


def families(world: "World | Opened", user: User) -> list[Family]:
    """The sign-ins that a person has."""
    return world.read(lambda work: list(work.sign_ins.families_of(user.id)))


class Opened:
    """The database of a data folder, whether a server runs on it or not."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def read(self, fn: Callable[[Work], T]) -> T:
        return self.database.read_now(fn, Origin())

    def write(self, fn: Callable[[Work], T]) -> T:
        return self.database.write_now(fn, Origin())

    def person(self, login: str) -> User:
        found = self.read(lambda work: work.users.by_login(login))
        assert found is not None
        return found


@contextmanager
def inside(data: Path) -> Iterator[Opened]:
    """Open the database of a data folder, to put sign-ins into it."""
    with opened(load(data, {}, {}, may_bind_443=False)) as desk:
        yield Opened(desk.database)
