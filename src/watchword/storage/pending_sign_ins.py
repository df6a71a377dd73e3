"""Sign-ins that are not finished, in SQL: authorisation codes, and devices that wait."""

from typing import Any

import sqlalchemy as sa

from watchword.access.scopes import Scope
from watchword.kernel.ids import ApplicationId, DeviceId, FamilyId, UserId
from watchword.oauth.model import Asked, Code, Device
from watchword.oauth.ports import NewCode, NewDevice
from watchword.storage.integrity import conflict
from watchword.storage.prepared import Prepared, Row
from watchword.storage.tables.oauth import oauth_codes as codes
from watchword.storage.tables.oauth import oauth_devices as devices

CODE = (
    codes.c.id,
    codes.c.application_id,
    codes.c.scopes,
    codes.c.offline,
    codes.c.user_id,
    codes.c.redirect_uri,
    codes.c.challenge,
    codes.c.expires_at,
    codes.c.used_at,
    codes.c.family_id,
)
DEVICE = (
    devices.c.id,
    devices.c.application_id,
    devices.c.scopes,
    devices.c.offline,
    devices.c.address,
    devices.c.agent,
    devices.c.interval,
    devices.c.created_at,
    devices.c.expires_at,
    devices.c.polled_at,
    devices.c.user_id,
    devices.c.approved_at,
    devices.c.denied_at,
)
LONGEST_AGENT = 255
"""Characters of a client's own words for itself that are kept."""

CODE_BY_DIGEST = Prepared(sa.select(*CODE).where(codes.c.digest == sa.bindparam("digest")))
DEVICE_BY_DIGEST = Prepared(
    sa.select(*DEVICE).where(devices.c.device_digest == sa.bindparam("digest"))
)
DEVICE_BY_USER_CODE = Prepared(
    sa.select(*DEVICE).where(devices.c.user_digest == sa.bindparam("digest"))
)
DEVICE_BY_ID = Prepared(sa.select(*DEVICE).where(devices.c.id == sa.bindparam("id")))


def scopes_of(written: str) -> tuple[Scope, ...]:
    """Read scopes as they are stored."""
    return tuple(Scope(word) for word in written.split(",") if word)


class SqlPendingSignIns:
    """Codes and devices."""

    def __init__(self, connection: sa.Connection) -> None:
        """Speak over that connection."""
        self._connection = connection

    def add_code(self, new: NewCode) -> None:
        """Keep an authorisation code."""
        values = {
            "digest": new.digest,
            "user_id": new.user,
            "redirect_uri": new.redirect_uri,
            "challenge": new.challenge,
            "expires_at": new.expires_at,
            **_asked(new.asked),
        }
        self._connection.execute(sa.insert(codes).values(values))

    def code(self, digest: bytes) -> Code | None:
        """Find a code by its keyed hash, used ones too."""
        row = CODE_BY_DIGEST.first(self._connection, digest=digest)
        return _code_of(row) if row else None

    def use_code(self, code: int, family: FamilyId, at: int) -> None:
        """Note what a code was exchanged for."""
        used = {"used_at": at, "family_id": family}
        self._connection.execute(sa.update(codes).where(codes.c.id == code).values(used))

    def add_device(self, new: NewDevice, now: int) -> DeviceId:
        """Keep a device's request. Raises Conflict when the user code is taken."""
        values = {
            "device_digest": new.device_digest,
            "user_digest": new.user_digest,
            "address": new.address,
            "agent": new.agent[:LONGEST_AGENT],
            "interval": new.interval,
            "created_at": now,
            "expires_at": new.expires_at,
            **_asked(new.asked),
        }
        made = sa.insert(devices).values(values).returning(devices.c.id)
        with conflict(self._connection, "user_code"):
            return DeviceId(self._connection.execute(made).scalar_one())

    def device(self, digest: bytes) -> Device | None:
        """Find a device's request by the keyed hash of its device code."""
        row = DEVICE_BY_DIGEST.first(self._connection, digest=digest)
        return _device_of(row) if row else None

    def device_of_user_code(self, digest: bytes) -> Device | None:
        """Find a device's request by the keyed hash of its user code."""
        row = DEVICE_BY_USER_CODE.first(self._connection, digest=digest)
        return _device_of(row) if row else None

    def device_by_id(self, device: DeviceId) -> Device | None:
        """Find a device's request by its number."""
        row = DEVICE_BY_ID.first(self._connection, id=device)
        return _device_of(row) if row else None

    def note_poll(self, device: DeviceId, at: int, interval: int) -> None:
        """Note that the device asked, and how long it is to wait from now on."""
        self._set(device, {"polled_at": at, "interval": interval})

    def approve_device(
        self, device: DeviceId, user: UserId, scopes: tuple[Scope, ...], at: int
    ) -> None:
        """Note who approved it, and for what."""
        self._set(device, {"user_id": user, "scopes": ",".join(scopes), "approved_at": at})

    def deny_device(self, device: DeviceId, at: int) -> None:
        """Note that somebody said no."""
        self._set(device, {"denied_at": at})

    def forget_device(self, device: DeviceId) -> None:
        """Forget a request that was answered with a token."""
        self._connection.execute(sa.delete(devices).where(devices.c.id == device))

    def withdraw(
        self, at: int, *, application: ApplicationId | None = None, user: UserId | None = None
    ) -> None:
        """End what was said yes to and not fetched: of an application, of a person, or of both."""
        unused = sa.delete(codes).where(codes.c.used_at.is_(None))
        approved = sa.update(devices).where(devices.c.approved_at.is_not(None))
        if application is not None:
            unused = unused.where(codes.c.application_id == application)
            approved = approved.where(devices.c.application_id == application)
        if user is not None:
            unused = unused.where(codes.c.user_id == user)
            approved = approved.where(devices.c.user_id == user)
        self._connection.execute(unused)
        self._connection.execute(approved.values(denied_at=at))

    def _set(self, device: DeviceId, values: dict[str, Any]) -> None:
        self._connection.execute(sa.update(devices).where(devices.c.id == device).values(values))


def _asked(asked: Asked) -> dict[str, object]:
    return {
        "application_id": asked.application,
        "scopes": ",".join(asked.scopes),
        "offline": asked.offline,
    }


def _code_of(row: Row) -> Code:
    return Code(
        id=row[0],
        asked=Asked(ApplicationId(row[1]), scopes_of(row[2]), bool(row[3])),
        user=UserId(row[4]),
        redirect_uri=row[5],
        challenge=row[6],
        expires_at=row[7],
        used_at=row[8],
        family=None if row[9] is None else FamilyId(row[9]),
    )


def _device_of(row: Row) -> Device:
    return Device(
        id=DeviceId(row[0]),
        asked=Asked(ApplicationId(row[1]), scopes_of(row[2]), bool(row[3])),
        address=row[4],
        agent=row[5],
        interval=row[6],
        created_at=row[7],
        expires_at=row[8],
        polled_at=row[9],
        user=None if row[10] is None else UserId(row[10]),
        approved_at=row[11],
        denied_at=row[12],
    )
