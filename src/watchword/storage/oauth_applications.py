"""Applications that people sign in through, and their secrets, in SQL."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from watchword.access.scopes import Scope
from watchword.kernel.ids import ApplicationId, ClientSecretId, UserId
from watchword.oauth.model import Application, ClientSecret, Expiry
from watchword.oauth.ports import NewApplication
from watchword.storage.prepared import Prepared, Row
from watchword.storage.tables.oauth import oauth_applications as applications
from watchword.storage.tables.oauth import oauth_secrets as secrets
from watchword.storage.texts import is_kept

APPLICATION = (
    applications.c.id,
    applications.c.client_id,
    applications.c.owner_id,
    applications.c.name,
    applications.c.homepage,
    applications.c.description,
    applications.c.callbacks,
    applications.c.confidential,
    applications.c.device_flow,
    applications.c.expiry,
    applications.c.default_scopes,
    applications.c.disabled_at,
    applications.c.created_at,
    applications.c.updated_at,
    applications.c.device_flow_disabled_at,
)
SECRET = (
    secrets.c.id,
    secrets.c.application_id,
    secrets.c.last_eight,
    secrets.c.created_at,
    secrets.c.last_used_at,
)

SECRET_BY_DIGEST = Prepared(sa.select(*SECRET).where(secrets.c.digest == sa.bindparam("digest")))


def application_of(row: Row) -> Application:
    """Read the columns of APPLICATION."""
    return Application(
        id=ApplicationId(row[0]),
        client_id=row[1],
        owner=None if row[2] is None else UserId(row[2]),
        name=row[3],
        homepage=row[4],
        description=row[5],
        callbacks=tuple(row[6]),
        confidential=row[7],
        device_flow=row[8],
        expiry=Expiry(row[9]),
        default_scopes=tuple(Scope(word) for word in row[10].split(",") if word),
        disabled_at=row[11],
        created_at=row[12],
        updated_at=row[13],
        device_flow_disabled_at=row[14],
    )


class SqlApplications:
    """Applications and their secrets."""

    def __init__(self, connection: sa.Connection) -> None:
        """Speak over that connection."""
        self._connection = connection

    def by_id(self, application: ApplicationId) -> Application | None:
        """Find an application by its number."""
        return self._one(applications.c.id == application)

    def by_client_id(self, client_id: str) -> Application | None:
        """Find an application by its public name for itself."""
        # Clients send anything.
        return self._one(applications.c.client_id == client_id) if is_kept(client_id) else None

    def of(self, owner: UserId) -> Sequence[Application]:
        """The applications that a person registered, by name."""
        return self._several(applications.c.owner_id == owner)

    def every(self) -> Sequence[Application]:
        """All applications, those that every server knows first."""
        return [*self._several(applications.c.owner_id.is_(None)), *self._several(_REGISTERED)]

    def add(self, new: NewApplication, now: int) -> Application:
        """Keep a new application, confidential, with a secret to come."""
        values = {
            "client_id": new.client_id,
            "owner_id": new.owner,
            "name": new.name,
            "homepage": new.homepage,
            "description": new.description,
            "callbacks": list(new.callbacks),
            "confidential": True,
            "device_flow": new.device_flow,
            "expiry": new.expiry.value,
            "created_at": now,
            "updated_at": now,
        }
        made = sa.insert(applications).values(values).returning(*APPLICATION)
        return application_of(self._connection.execute(made).one())

    def update(self, application: Application, now: int) -> None:
        """Keep its changed name, homepage, description, callbacks and device flow."""
        values = {
            "name": application.name,
            "homepage": application.homepage,
            "description": application.description,
            "callbacks": list(application.callbacks),
            "device_flow": application.device_flow,
            "updated_at": now,
        }
        self._set(application.id, values)

    def disable(self, application: ApplicationId, at: int | None) -> None:
        """Switch it off from then on, or with None on again."""
        self._set(application, {"disabled_at": at})

    def disable_device_flow(self, application: ApplicationId, at: int | None) -> None:
        """Switch off from then on that devices sign in by a code, or with None on again."""
        self._set(application, {"device_flow_disabled_at": at})

    def delete(self, application: ApplicationId) -> None:
        """Forget it, with its secrets, sign-ins and tokens."""
        self._connection.execute(sa.delete(applications).where(applications.c.id == application))

    def secrets_of(self, application: ApplicationId) -> Sequence[ClientSecret]:
        """Its secrets, the newest first."""
        found = sa.select(*SECRET).where(secrets.c.application_id == application)
        rows = self._connection.execute(found.order_by(secrets.c.id.desc()))
        return [_secret_of(row) for row in rows]

    def secret_by_digest(self, digest: bytes) -> ClientSecret | None:
        """Find a secret by its keyed hash."""
        row = SECRET_BY_DIGEST.first(self._connection, digest=digest)
        return _secret_of(row) if row else None

    def add_secret(
        self, application: ApplicationId, digest: bytes, last_eight: str, now: int
    ) -> ClientSecret:
        """Keep a new secret."""
        values = {
            "application_id": application,
            "digest": digest,
            "last_eight": last_eight,
            "created_at": now,
        }
        made = sa.insert(secrets).values(values).returning(*SECRET)
        return _secret_of(self._connection.execute(made).one())

    def note_secret_used(self, secret: ClientSecretId, at: int) -> None:
        """Note that a secret was used."""
        self._connection.execute(
            sa.update(secrets).where(secrets.c.id == secret).values(last_used_at=at)
        )

    def remove_secret(self, secret: ClientSecretId) -> None:
        """Forget a secret."""
        self._connection.execute(sa.delete(secrets).where(secrets.c.id == secret))

    def _one(self, where: sa.ColumnElement[bool]) -> Application | None:
        row = self._connection.execute(sa.select(*APPLICATION).where(where)).first()
        return application_of(row) if row else None

    def _several(self, where: sa.ColumnElement[bool]) -> Sequence[Application]:
        found = (
            sa.select(*APPLICATION).where(where).order_by(applications.c.name, applications.c.id)
        )
        return [application_of(row) for row in self._connection.execute(found)]

    def _set(self, application: ApplicationId, values: dict[str, Any]) -> None:
        statement = sa.update(applications).where(applications.c.id == application)
        self._connection.execute(statement.values(values))


_REGISTERED = applications.c.owner_id.is_not(None)


def _secret_of(row: Row) -> ClientSecret:
    return ClientSecret(ClientSecretId(row[0]), ApplicationId(row[1]), row[2], row[3], row[4])
