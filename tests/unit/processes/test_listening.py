"""The sockets that children accept on."""

import collections
import contextlib
import socket

import pytest

from watchword.processes import listening
from watchword.processes.cannot_start import CannotStart
from watchword.processes.listening import Place, listen, may_bind, resolve


@pytest.fixture
def opened():
    kept = []
    yield kept
    for one in kept:
        one.close()


def open_at(kept, place, count=1):
    made = listen(place, count)
    kept += made
    return Place(place.family, place.host, made[0].getsockname()[1])


ANY = Place(socket.AF_INET, "127.0.0.1", 0)


def test_the_kernel_spreads_connections_over_all_of_them(opened):
    place = open_at(opened, ANY, 3)
    clients = [socket.create_connection((place.host, place.port)) for _ in range(90)]
    opened += clients
    taken = collections.Counter()
    for index, one in enumerate(opened[:3]):
        one.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            while True:
                opened.append(one.accept()[0])
                taken[index] += 1
    assert sum(taken.values()) == 90
    assert len(taken) == 3


def test_connections_send_small_pieces_at_once(opened):
    place = open_at(opened, ANY, 2)
    opened.append(listening.listen_again(place))
    for one in opened[:3]:
        assert one.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    opened += [socket.create_connection((place.host, place.port)) for _ in range(30)]
    for one in opened[:3]:
        one.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            while True:
                opened.append(one.accept()[0])
                assert opened[-1].getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    assert len(opened) == 3 + 30 + 30


def test_a_large_answer_does_not_fill_megabytes_of_the_kernel_for_each_connection(opened):
    place = open_at(opened, ANY)
    opened.append(socket.create_connection((place.host, place.port)))
    connection = opened[0].accept()[0]
    opened.append(connection)
    connection.setblocking(False)
    taken = 0
    with contextlib.suppress(BlockingIOError):
        while taken < 8 * listening.UNSENT:
            taken += connection.send(bytes(64 * 1024))
    assert listening.UNSENT <= taken < 4 * listening.UNSENT


def test_a_port_on_which_anybody_listens_is_refused_also_one_that_would_share(opened):
    place = open_at(opened, ANY, 2)
    assert not may_bind(place.host, place.port)
    with pytest.raises(CannotStart, match=f"Port {place.port} .* is taken by another program"):
        listen(place, 2)


def test_one_that_was_given_up_is_opened_again_beside_the_others(opened):
    place = open_at(opened, ANY, 2)
    opened.pop().close()
    opened.append(listening.listen_again(place))


def test_an_address_of_another_machine_is_refused_with_advice():
    with pytest.raises(CannotStart, match="another machine"):
        listen(resolve("192.0.2.1", 0), 1)


def test_an_unknown_host_is_named():
    with pytest.raises(CannotStart, match=r"nowhere\.invalid"):
        resolve("nowhere.invalid", 1)
    assert not may_bind("nowhere.invalid", 1)
