"""The driver's connection to PostgreSQL: statements that stay prepared, waits that hold up nobody.

What runs by `in_turns` is ordinary code that asks the database and gets its answer. While it waits
for a connection of ours, the event loop does something else. It is a greenlet, as in SQLAlchemy's
own asyncio extension: a stack that can be left and taken up again, on the same thread.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

import psycopg
from greenlet import getcurrent, greenlet  # type: ignore[import-untyped]
from psycopg import pq
from psycopg.abc import PQGen
from psycopg.adapt import Transformer
from psycopg.errors import error_from_result
from psycopg.generators import execute
from psycopg.waiting import Ready, Wait

T = TypeVar("T")


class _Turns(greenlet):  # type: ignore[misc]
    """A call that lets go of the event loop when it would wait."""


async def in_turns(call: Callable[[], T]) -> T:
    """Make a call; others have their turn whenever it waits for a connection of ours."""
    loop = asyncio.get_running_loop()
    here = getcurrent()
    turns = _Turns(call, here)
    turns.gr_context = here.gr_context
    asked = turns.switch()
    while not turns.dead:
        socket, wanted = asked
        ready: asyncio.Future[Ready] = loop.create_future()
        if wanted & Wait.R:
            loop.add_reader(socket, _tell, ready, Ready.R)
        if wanted & Wait.W:
            loop.add_writer(socket, _tell, ready, Ready.W)
        trouble = None
        try:
            told = await ready
        except BaseException as error:  # noqa: BLE001 - it is told below
            trouble = error
        finally:
            if wanted & Wait.R:
                loop.remove_reader(socket)
            if wanted & Wait.W:
                loop.remove_writer(socket)
        if trouble is not None:
            # Nobody waits for the answer any more: the call ends, wherever it is.
            turns.throw(trouble)
            raise trouble
        asked = turns.switch(told)
    return cast("T", asked)


def _tell(ready: "asyncio.Future[Ready]", what: Ready) -> None:
    if not ready.done():
        ready.set_result(what)


class Connection(psycopg.Connection[Any]):
    """A connection as psycopg has it, and more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take what psycopg gives to the connections that it makes."""
        super().__init__(*args, **kwargs)
        self._ready: dict[str, tuple[bytes, Any]] = {}

    def first(self, text: str, values: Sequence[object]) -> tuple[Any, ...] | None:
        """Run a statement that stays prepared; give the first row.

        Parameters are $1, $2 and so on. It leaves out what psycopg does for any statement: to
        rewrite it, to adapt each value by its type, to make a cursor. That takes twice as long as
        to ask.
        """
        name, reader = self._ready.get(text) or self._made_ready(text)
        given = [value if value is None else _encoded(value) for value in values]
        formats = [int(value.__class__ is bytes) for value in values]
        self.pgconn.send_query_prepared(name, given, formats)
        result = self._answer()
        if not result.ntuples:
            return None
        reader.set_pgresult(result)
        row: tuple[Any, ...] = reader.load_row(0, tuple)
        reader.set_pgresult(None)
        return row

    def _made_ready(self, text: str) -> tuple[bytes, Any]:
        name = b"watchword_%d" % len(self._ready)
        self.pgconn.send_prepare(name, text.encode())
        self._answer()
        made = self._ready[text] = name, Transformer(self)
        return made

    def _deallocate(self, name: bytes | None) -> PQGen[None]:
        """Forget a statement, or all: psycopg does so after a rollback, with ours among them."""
        if name is None:
            self._ready.clear()
        yield from super()._deallocate(name)

    def _answer(self) -> Any:
        result = self.wait(execute(self.pgconn))[-1]
        if result.status not in {pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK}:
            raise error_from_result(result)
        return result

    def wait(self, gen: PQGen[T], *args: Any, **kwargs: Any) -> T:
        """Wait as psycopg does, in its own way where the event loop is held up else."""
        here = getcurrent()
        if not isinstance(here, _Turns):
            return super().wait(gen, *args, **kwargs)
        assert here.parent is not None
        try:
            wanted = next(gen)
            while True:
                wanted = gen.send(here.parent.switch((self.pgconn.socket, wanted)))
        except StopIteration as end:
            return cast("T", end.value)
        except BaseException:
            if self.pgconn.transaction_status == pq.TransactionStatus.ACTIVE:
                # The answer would be read as that to the next statement.
                self.pgconn.finish()
            raise


def _encoded(value: object) -> bytes:
    """Write a value as PostgreSQL reads text, bytes as they are."""
    if isinstance(value, bytes):
        return value
    if isinstance(value, int):
        return b"%d" % value
    assert isinstance(value, str), f"{value.__class__.__name__} is no parameter of ours"
    return value.encode()
