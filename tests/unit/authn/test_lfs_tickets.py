"""Tickets of Git LFS: what is signed, how long they live, what is read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchword.authn.lfs_links import (
    LIFE,
    LONGEST_LIFE,
    NOBODY,
    SLOWEST,
    Aim,
    Holder,
    Ticket,
    Tickets,
    presented,
)
from watchword.kernel.errors import BadCredential
from watchword.kernel.ids import KeyId, RepoId, TokenId
from watchword.kernel.secret import KeyRing

NOW = 1_800_000_000
TICKETS = Tickets(KeyRing({"k1": b"k" * 32}, "k1"))
OID = "a" * 64

tickets = st.builds(
    Ticket,
    aim=st.sampled_from(Aim),
    repository=st.integers(1, 10**17).map(RepoId),
    holder=st.just(NOBODY)
    | st.builds(Holder, token=st.integers(1, 10**17).map(TokenId))
    | st.builds(Holder, key=st.integers(1, 10**17).map(KeyId)),
    oid=st.just(OID),
    size=st.integers(0, 2**53),
)


@given(tickets)
def test_what_was_signed_is_read_back_until_it_ends(ticket):
    value = TICKETS.made(ticket, NOW)
    assert TICKETS.read(value, OID, NOW + ticket.life - 1) == ticket
    with pytest.raises(BadCredential):
        TICKETS.read(value, OID, NOW + ticket.life)


@given(tickets, st.integers(0, 200), st.integers(1, 255))
def test_no_byte_of_one_can_be_changed(ticket, at, change):
    value = TICKETS.made(ticket, NOW)
    scheme = len("RemoteAuth ")
    at = scheme + at % (len(value) - scheme)
    changed = value[:at] + chr(ord(value[at]) ^ change) + value[at + 1 :]
    with pytest.raises(BadCredential):
        TICKETS.read(changed, OID, NOW)


@given(st.text())
def test_what_is_no_ticket_is_refused_and_breaks_nothing(text):
    for value in (text, f"RemoteAuth {text}"):
        with pytest.raises(BadCredential):
            TICKETS.read(value, OID, NOW)


@pytest.mark.parametrize(
    ("size", "life"),
    [(0, LIFE), (SLOWEST, LIFE + 1), (2**30, LIFE + 16_384), (2**50, LONGEST_LIFE)],
)
def test_life_grows_with_the_size(size, life):
    assert Ticket(Aim.UPLOAD, RepoId(1), NOBODY, OID, size).life == life


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ([], None),
        ([b"Bearer x"], None),
        ([b"RemoteAuthx y"], None),
        ([b"RemoteAuth x"], "RemoteAuth x"),
        ([b"remoteauth x"], "remoteauth x"),
        ([b"Basic y", b"RemoteAuth x"], "RemoteAuth x"),
    ],
)
def test_a_ticket_is_found_beside_what_a_workflow_adds(values, found):
    assert presented(values) == found


@pytest.mark.parametrize(
    "values", [[b"RemoteAuth x", b"RemoteAuth y"], [b"RemoteAuth " + b"x" * 9_000]]
)
def test_two_of_them_or_a_long_one_are_none(values):
    with pytest.raises(BadCredential):
        presented(values)
