"""What is noted of requests, so that an answer is kept from the second on."""

from concurrent.futures import ThreadPoolExecutor

from tests.world import StoppedClock
from watchword.git_process.response_cache.store import MINUTES, Store

AT_ONCE = 8


def test_all_who_ask_at_once_are_counted_also_where_the_count_begins_anew(tmp_path):
    clock = StoppedClock()
    store = Store(tmp_path, 2**20, clock)
    place = store.place("1", "state", "request")
    store.make_folder(place)
    with ThreadPoolExecutor(AT_ONCE) as threads:
        for _ in range(100):
            clock.now += MINUTES + 1
            list(threads.map(store.note, [place] * AT_ONCE))
            assert place.seen.stat().st_size == AT_ONCE
