"""Repositories that other people may have, in SQL."""

from collections.abc import Sequence

import sqlalchemy as sa

from watchword.kernel.ids import RepoId, UserId
from watchword.repositories.offer import Offer
from watchword.storage.prepared import Row
from watchword.storage.tables.repositories import repository_offers as offers

OFFER = sa.select(
    offers.c.repository_id,
    offers.c.receiver_id,
    offers.c.giver_id,
    offers.c.name,
    offers.c.offered_at,
)


class SqlRepositoryOffers:
    """Repositories that other people may have."""

    def __init__(self, connection: sa.Connection) -> None:
        """Speak over that connection."""
        self._connection = connection

    def put(self, offer: Offer) -> None:
        """Keep an offer, in the place of an earlier one."""
        self.delete(offer.repository)
        values = {
            "repository_id": offer.repository,
            "receiver_id": offer.receiver,
            "giver_id": offer.giver,
            "name": offer.name,
            "offered_at": offer.offered_at,
        }
        self._connection.execute(sa.insert(offers).values(values))

    def of(self, repository: RepoId) -> Offer | None:
        """To whom a repository is offered."""
        found = OFFER.where(offers.c.repository_id == repository)
        row = self._connection.execute(found).first()
        return None if row is None else _offer_of(row)

    def to(self, receiver: UserId) -> Sequence[Offer]:
        """What a person was offered, the oldest first."""
        found = OFFER.where(offers.c.receiver_id == receiver)
        ordered = found.order_by(offers.c.offered_at, offers.c.repository_id)
        return [_offer_of(row) for row in self._connection.execute(ordered)]

    def delete(self, repository: RepoId) -> None:
        """Forget an offer, if there is one."""
        self._connection.execute(sa.delete(offers).where(offers.c.repository_id == repository))


def _offer_of(row: Row) -> Offer:
    return Offer(
        repository=RepoId(row[0]),
        receiver=UserId(row[1]),
        giver=UserId(row[2]),
        name=row[3],
        offered_at=row[4],
    )
