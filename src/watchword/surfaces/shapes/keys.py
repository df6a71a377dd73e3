"""Public keys as GitHub's JSON has them."""

from datetime import datetime
from typing import Any

from msgspec import Struct

from watchword.keys.model import PublicKey, SigningKey
from watchword.surfaces.shapes.addresses import Addresses, moment


class SimpleKey(Struct, kw_only=True):
    """A key as everybody may see it."""

    id: int
    key: str


class Key(SimpleKey, kw_only=True):
    """A key as its person sees it."""

    url: str
    title: str
    created_at: datetime
    verified: bool
    read_only: bool
    last_used: datetime | None


class RepositoryKey(Key, kw_only=True):
    """A key of a repository."""

    added_by: str | None
    enabled: bool = True


class AnyKey(Key, kw_only=True):
    """A key of whomever, as the site's administrators see it."""

    added_by: str | None
    user_id: int | None
    repository_id: int | None


class SigningKeyShape(Struct, kw_only=True):
    """A key with which a person signs."""

    id: int
    key: str
    title: str
    created_at: datetime


def simple_key(key: PublicKey) -> SimpleKey:
    """Say of a key what everybody may know."""
    return SimpleKey(id=key.id, key=key.key)


def key_of_user(key: PublicKey, at: Addresses) -> Key:
    """Say of a key what its person may know."""
    return Key(**_told(key, f"{at.api}/user/keys/{key.id}"))


def key_of_repository(key: PublicKey, repository: str, at: Addresses) -> RepositoryKey:
    """Say of the key of a repository (OWNER/NAME) what its administrators may know."""
    url = f"{at.api}/repos/{repository}/keys/{key.id}"
    return RepositoryKey(**_told(key, url), added_by=key.added_by)


def any_key(key: PublicKey, repository: str | None, at: Addresses) -> AnyKey:
    """Say of a key what the site's administrators may know; `repository` is OWNER/NAME."""
    path = "user" if repository is None else f"repos/{repository}"
    return AnyKey(
        **_told(key, f"{at.api}/{path}/keys/{key.id}"),
        added_by=key.added_by,
        user_id=key.user,
        repository_id=key.repository,
    )


def signing_key(key: SigningKey) -> SigningKeyShape:
    """Say of a signing key what its person, and everybody else, may know."""
    return SigningKeyShape(
        id=key.id, key=key.key, title=key.title, created_at=moment(key.created_at)
    )


def _told(key: PublicKey, url: str) -> dict[str, Any]:
    used = key.last_used_at
    return {
        "id": key.id,
        "key": key.key,
        "url": url,
        "title": key.title,
        "created_at": moment(key.created_at),
        "verified": key.verified,
        "read_only": key.read_only,
        "last_used": None if used is None else moment(used),
    }
