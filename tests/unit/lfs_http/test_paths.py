"""What a path asks of Git LFS."""

import pytest

from watchword.access.table import lfs as table
from watchword.surfaces.lfs_http.paths import Asked, Elsewhere, Place, parse

OID = "ab" * 32
BASE = "/octavia/things.git/info/lfs"


@pytest.mark.parametrize(
    ("method", "tail", "place", "thing"),
    [
        ("POST", "objects/batch", Place.BATCH, ""),
        ("GET", f"objects/{OID}", Place.DOWNLOAD, OID),
        ("PUT", f"objects/{OID}", Place.UPLOAD, OID),
        ("POST", f"objects/{OID}/verify", Place.VERIFY, OID),
        ("GET", "locks", Place.LIST_LOCKS, ""),
        ("POST", "locks", Place.LOCK, ""),
        ("POST", "locks/verify", Place.VERIFY_LOCKS, ""),
        ("POST", "locks/12/unlock", Place.UNLOCK, "12"),
    ],
)
def test_each_place_is_found_with_and_without_the_ending(method, tail, place, thing):
    wanted = Asked(place, "octavia", "things", thing)
    assert parse(f"{BASE}/{tail}", method) == wanted
    assert parse(f"/octavia/things/info/lfs/{tail}", method) == wanted


@pytest.mark.parametrize(
    ("method", "tail", "methods"),
    [
        ("GET", "objects/batch", ("POST",)),
        ("DELETE", f"objects/{OID}", ("GET", "PUT")),
        ("PUT", "locks", ("GET", "POST")),
        ("GET", "objects/../../../x", ()),
        ("GET", "objects/%2e%2e", ()),
        ("POST", "objects/batch/", ()),
        ("POST", "", ()),
    ],
)
def test_what_is_no_place_is_none(method, tail, methods):
    found = parse(f"{BASE}/{tail}", method)
    assert isinstance(found, Elsewhere)
    assert set(methods) <= set(found.methods)


def test_an_escaped_slash_in_a_name_is_data():
    asked = parse("/oct%2Favia/th%20ings.git/info/lfs/locks", "GET")
    assert isinstance(asked, Asked)
    assert (asked.owner, asked.name) == ("oct/avia", "th ings")


def test_what_writes_asks_for_a_right_to_write():
    writing = {Place.UPLOAD, Place.VERIFY, Place.LOCK, Place.UNLOCK, Place.VERIFY_LOCKS}
    reading = {table.DOWNLOAD, table.LIST_LOCKS}
    assert {one for one in Place if one.operation not in reading} == writing
