"""The unit of work as surfaces see it: the sum of what the slices ask for."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from watchword.audit import ports as audit
from watchword.authn import ports as authn
from watchword.kernel.errors import Refusal
from watchword.kernel.events import Origin
from watchword.leaks import ports as leaks
from watchword.lfs import ports as lfs
from watchword.notifications import ports as notifications
from watchword.oauth import ports as oauth
from watchword.ref_updates import ports as ref_updates
from watchword.releases import ports as releases
from watchword.social import ports as social
from watchword.statuses import ports as statuses
from watchword.webhooks import ports as webhooks
from watchword.work import jobs

T = TypeVar("T")


class Work(
    ref_updates.Work,
    authn.Work,
    oauth.Work,
    webhooks.Work,
    social.Work,
    audit.Work,
    statuses.Work,
    releases.Work,
    leaks.Work,
    lfs.Work,
    notifications.Work,
    jobs.Work,
    Protocol,
):
    """Everything. Storage provides it; a service asks for its own slice's part only."""


class Database(Protocol):
    """Runs a function in one transaction.

    The function may run again after a clash with another transaction, so it touches nothing but the
    unit it is given. Raising rolls back; a returned Refusal is committed, then its error is raised.
    """

    embedded: bool
    """Whether it lies in this process: then a glance takes less time than a coroutine around it."""

    async def glance(self, fn: Callable[[Work], T], origin: Origin) -> T:
        """Run one or two indexed look-ups: on the event loop where the database is embedded."""

    def glance_now(self, fn: Callable[[Work], T], origin: Origin) -> T:
        """The same as `glance`, blocking: on the event loop, where the database is embedded."""

    def look_now(self, fn: Callable[[Work], T]) -> T:
        """Run one look-up and no more, blocking: no transaction is around it.

        It depends on neither the time nor who asks; what it finds leaves the database alone.
        """

    async def read(self, fn: Callable[[Work], T], origin: Origin) -> T:
        """Run anything that only reads, in a thread, on one snapshot."""

    async def write(self, fn: Callable[[Work], T | Refusal], origin: Origin) -> T:
        """Run a serialisable transaction. Raises Busy when the queue of writers is full."""

    def read_now(self, fn: Callable[[Work], T], origin: Origin) -> T:
        """The same as `read`, blocking."""

    def write_now(self, fn: Callable[[Work], T | Refusal], origin: Origin) -> T:
        """The same as `write`, blocking."""

    def close(self) -> None:
        """Let go of the database."""
