"""Repositories are read in a bounded pool of threads, each by one call."""

import asyncio
import threading

import pytest

from tests.histories import History
from watchword.contents.ports import Readable
from watchword.git_process.layout import DamagedRepository
from watchword.git_process.shelf import GitShelf
from watchword.kernel.errors import Busy, NotFound


@pytest.fixture
def history(tmp_path):
    made = History(tmp_path / "repositories")
    made.commit({"a": "1"})
    return made


@pytest.fixture
def shelf(history):
    made = GitShelf(history.layout, threads=1, waiting=1)
    yield made
    made.close()


def readable(history, key=None):
    return Readable(key or history.key, "main")


def test_what_is_read_comes_from_a_thread(history, shelf):
    def reads(store):
        return threading.current_thread().name, store.ref(b"refs/heads/main")

    thread, found = asyncio.run(shelf.open(readable(history), reads))
    assert thread.startswith("contents")
    assert found == history.git("rev-parse", "main")


def test_refusals_come_through(history, shelf):
    def refuses(_store):
        raise NotFound

    with pytest.raises(NotFound):
        asyncio.run(shelf.open(readable(history), refuses))


def test_a_repository_that_went_meanwhile_is_not_found(history, shelf):
    with pytest.raises(NotFound):
        asyncio.run(shelf.open(readable(history, "b" * 32), lambda store: store))


@pytest.mark.parametrize("key", ["../../etc", "a" * 31, "", "A" * 32, "a" * 32 + "\n"])
def test_a_key_is_never_a_way_out(history, shelf, key):
    with pytest.raises(ValueError):
        asyncio.run(shelf.open(Readable(key, "main"), lambda store: store))


def test_a_folder_that_borrows_objects_is_not_read(history, shelf, tmp_path):
    """Attack 49."""
    (history.path / "objects/info/alternates").write_text(f"{tmp_path}/other/objects\n")
    with pytest.raises(DamagedRepository):
        asyncio.run(shelf.open(readable(history), lambda store: store))


def test_when_too_many_wait_the_next_is_told_so_and_room_comes_back(history, shelf):
    hold, began = threading.Event(), threading.Event()

    def waits(_store):
        began.set()
        hold.wait(30)
        return "done"

    async def story():
        first = asyncio.create_task(shelf.open(readable(history), waits))
        await asyncio.to_thread(began.wait, 30)
        second = asyncio.create_task(shelf.open(readable(history), waits))
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await shelf.open(readable(history), waits)
        # Who goes away before the answer does not make room for others in the threads.
        first.cancel()
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await shelf.open(readable(history), waits)
        hold.set()
        assert await second == "done"
        assert await shelf.open(readable(history), waits) == "done"

    asyncio.run(story())
