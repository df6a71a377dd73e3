"""Public keys in SQL."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from watchword.kernel.ids import (
    ApplicationId,
    FamilyId,
    KeyId,
    RepoId,
    SigningKeyId,
    TokenId,
    UserId,
)
from watchword.kernel.pagination import Page, PageRequest
from watchword.keys.model import PublicKey, SigningKey
from watchword.keys.ports import KeyListing, KeySort, NewPublicKey
from watchword.storage.integrity import conflict
from watchword.storage.paging import page
from watchword.storage.prepared import Row
from watchword.storage.sign_ins import family_lives
from watchword.storage.tables.accounts import accounts
from watchword.storage.tables.keys import public_keys, signing_keys
from watchword.storage.tables.oauth import oauth_families as families
from watchword.storage.tables.tokens import tokens
from watchword.storage.tokens import lives

KEY = (
    public_keys.c.id,
    public_keys.c.user_id,
    public_keys.c.repository_id,
    public_keys.c.title,
    public_keys.c.key,
    public_keys.c.fingerprint,
    public_keys.c.read_only,
    public_keys.c.verified,
    accounts.c.login,
    public_keys.c.created_at,
    public_keys.c.last_used_at,
)
SIGNING = (
    signing_keys.c.id,
    signing_keys.c.user_id,
    signing_keys.c.title,
    signing_keys.c.key,
    signing_keys.c.fingerprint,
    signing_keys.c.created_at,
)
ORDER = {
    KeySort.CREATED: public_keys.c.created_at,
    # A key never changes: what may be called its last change is when it was added.
    KeySort.UPDATED: public_keys.c.created_at,
    KeySort.ACCESSED: sa.func.coalesce(public_keys.c.last_used_at, public_keys.c.created_at),
}


class SqlPublicKeys:
    """SSH keys of people and of repositories."""

    def __init__(self, connection: sa.Connection, now: int) -> None:
        """Speak over that connection; a token is dead or not as of that second."""
        self._connection = connection
        self._now = now

    def by_id(self, key: KeyId) -> PublicKey | None:
        """Find by number."""
        return next(iter(self._several(public_keys.c.id == key)), None)

    def by_fingerprint(self, fingerprint: str) -> PublicKey | None:
        """Find by `SHA256:…`."""
        return next(iter(self._several(public_keys.c.fingerprint == fingerprint)), None)

    def of_user(self, user: UserId, request: PageRequest) -> Page[PublicKey]:
        """The keys of a person, the oldest first."""
        return self._page(self._select(public_keys.c.user_id == user), request)

    def of_repository(self, repository: RepoId, request: PageRequest) -> Page[PublicKey]:
        """The keys of a repository, the oldest first."""
        return self._page(self._select(public_keys.c.repository_id == repository), request)

    def every(self, listing: KeyListing, request: PageRequest) -> Page[PublicKey]:
        """All keys of the site."""
        column = ORDER[listing.sort]
        wanted = [] if listing.since is None else [column >= listing.since]
        by = (column, public_keys.c.id)
        ordered = [one.desc() if listing.descending else one.asc() for one in by]
        return self._page(self._select(*wanted), request, ordered)

    def add(self, new: NewPublicKey, now: int) -> PublicKey:
        """Keep a key. Raises Conflict when it is in use anywhere on the site.

        One whose token is dead does not count: it is forgotten here at the latest.
        """
        self._connection.execute(
            sa.delete(public_keys).where(
                public_keys.c.fingerprint == new.fingerprint, ~self._lives()
            )
        )
        values = {
            "user_id": new.user,
            "repository_id": new.repository,
            "title": new.title,
            "key": new.key,
            "fingerprint": new.fingerprint,
            "read_only": new.read_only,
            "verified": True,
            "added_by": new.added_by,
            "created_at": now,
            **self._hanging_on(new),
        }
        with conflict(self._connection, "key"):
            made = self._connection.execute(
                sa.insert(public_keys).values(values).returning(public_keys.c.id)
            ).scalar_one()
        found = self.by_id(KeyId(made))
        assert found is not None
        return found

    def delete(self, key: KeyId) -> None:
        """Forget a key."""
        self._connection.execute(sa.delete(public_keys).where(public_keys.c.id == key))

    def note_usage(self, used: Mapping[KeyId, int]) -> None:
        """Note when keys were last used; an older observation never replaces a newer one."""
        seen: sa.BindParameter[int] = sa.bindparam("seen")
        last = public_keys.c.last_used_at
        statement = (
            sa.update(public_keys)
            .where(public_keys.c.id == sa.bindparam("number"), sa.or_(last.is_(None), last < seen))
            .values(last_used_at=seen)
        )
        # In the order of the rows: two processes' batches must not wait for each other in a ring.
        rows = [{"number": key, "seen": used[key]} for key in sorted(used)]
        if rows:
            self._connection.execute(statement, rows)

    def made_by_token(self, token: TokenId) -> Sequence[PublicKey]:
        """The keys of repositories that hang on a token, dead ones too."""
        return self._all(public_keys.c.token_id == token)

    def made_in_sign_in(self, family: FamilyId) -> Sequence[PublicKey]:
        """The keys of repositories that hang on a sign-in, dead ones too."""
        return self._all(public_keys.c.family_id == family)

    def made_through(self, application: ApplicationId, user: UserId) -> Sequence[PublicKey]:
        """The keys that an application added to a person's account."""
        return self._all(public_keys.c.application_id == application, public_keys.c.user_id == user)

    def _hanging_on(self, new: NewPublicKey) -> dict[str, int | None]:
        """What the key goes with, by the token that makes it."""
        if new.token is None:
            return {}
        made = (
            sa.select(tokens.c.family_id, families.c.application_id)
            .outerjoin(families, families.c.id == tokens.c.family_id)
            .where(tokens.c.id == new.token)
        )
        family, application = self._connection.execute(made).one()
        if new.repository is None:
            return {"application_id": application}
        return {"family_id": family, "token_id": None if family else new.token}

    def _lives(self) -> sa.ColumnElement[bool]:
        """Whether that lives on which a key hangs."""
        token = sa.exists().where(tokens.c.id == public_keys.c.token_id, lives(self._now))
        family = family_lives(public_keys.c.family_id, self._now)
        return sa.and_(
            sa.or_(public_keys.c.token_id.is_(None), token),
            sa.or_(public_keys.c.family_id.is_(None), family),
        )

    def _select(self, *where: sa.ColumnElement[bool]) -> sa.Select[Any]:
        return self._any().where(self._lives(), *where)

    def _any(self) -> sa.Select[Any]:
        joined = public_keys.outerjoin(accounts, accounts.c.id == public_keys.c.added_by)
        return sa.select(*KEY).select_from(joined)

    def _several(self, *where: sa.ColumnElement[bool]) -> list[PublicKey]:
        return [_key_of(row) for row in self._connection.execute(self._select(*where))]

    def _all(self, *where: sa.ColumnElement[bool]) -> list[PublicKey]:
        asked = self._any().where(*where).order_by(public_keys.c.id)
        return [_key_of(row) for row in self._connection.execute(asked)]

    def _page(
        self,
        wanted: sa.Select[Any],
        request: PageRequest,
        ordered: Sequence[sa.ColumnElement[Any]] = (public_keys.c.id,),
    ) -> Page[PublicKey]:
        return page(self._connection, wanted, ordered, request, _key_of)


class SqlSigningKeys:
    """SSH keys with which people sign."""

    def __init__(self, connection: sa.Connection) -> None:
        """Speak over that connection."""
        self._connection = connection

    def by_id(self, key: SigningKeyId) -> SigningKey | None:
        """Find by number."""
        found = sa.select(*SIGNING).where(signing_keys.c.id == key)
        row = self._connection.execute(found).first()
        return _signing_key_of(row) if row else None

    def of_user(self, user: UserId, request: PageRequest) -> Page[SigningKey]:
        """The keys of a person, the oldest first."""
        wanted = sa.select(*SIGNING).where(signing_keys.c.user_id == user)
        by = (signing_keys.c.id,)
        return page(self._connection, wanted, by, request, _signing_key_of)

    def add(self, user: UserId, title: str, key: str, fingerprint: str, now: int) -> SigningKey:
        """Keep a key. Raises Conflict when somebody signs with it already."""
        values = {
            "user_id": user,
            "title": title,
            "key": key,
            "fingerprint": fingerprint,
            "created_at": now,
        }
        with conflict(self._connection, "key"):
            made = sa.insert(signing_keys).values(values).returning(*SIGNING)
            return _signing_key_of(self._connection.execute(made).one())

    def delete(self, key: SigningKeyId) -> None:
        """Forget a key."""
        self._connection.execute(sa.delete(signing_keys).where(signing_keys.c.id == key))


def _key_of(row: Row) -> PublicKey:
    return PublicKey(
        id=KeyId(row[0]),
        user=None if row[1] is None else UserId(row[1]),
        repository=None if row[2] is None else RepoId(row[2]),
        title=row[3],
        key=row[4],
        fingerprint=row[5],
        read_only=row[6],
        verified=row[7],
        added_by=row[8],
        created_at=row[9],
        last_used_at=row[10],
    )


def _signing_key_of(row: Row) -> SigningKey:
    return SigningKey(SigningKeyId(row[0]), UserId(row[1]), row[2], row[3], row[4], row[5])
