"""Reading what was presented: every carriage, and nothing else."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchword.authn.credential import Carriage, parse
from watchword.kernel.errors import BadCredential

TOKEN = "ghp_" + "a" * 36


def basic(text: str) -> bytes:
    return b"Basic " + base64.b64encode(text.encode())


@pytest.mark.parametrize(
    ("value", "carriage", "username"),
    [
        (f"token {TOKEN}", Carriage.TOKEN, None),
        (f"TOKEN  {TOKEN} ", Carriage.TOKEN, None),
        (f"Bearer {TOKEN}", Carriage.BEARER, None),
        (basic(f"alice:{TOKEN}"), Carriage.PASSWORD, "alice"),
        (basic(f"x-access-token:{TOKEN}"), Carriage.PASSWORD, "x-access-token"),
        (basic(f"{TOKEN}:"), Carriage.USERNAME, None),
        (basic(f"{TOKEN}:x-oauth-basic"), Carriage.USERNAME, None),
    ],
)
def test_every_carriage_gives_the_same_secret(value, carriage, username):
    raw = value if isinstance(value, bytes) else value.encode()
    found = parse([(b"host", b"x"), (b"authorization", raw)])
    assert (found.secret.text, found.carriage, found.username) == (TOKEN, carriage, username)


@pytest.mark.parametrize("headers", [[], [(b"authorization", b"")], [(b"authorization", b"  ")]])
def test_nothing_at_all_is_anonymous(headers):
    assert parse(headers) is None


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(b"token", id="a scheme without a value"),
        pytest.param(b"Bearer ", id="a scheme and a blank"),
        pytest.param(basic(":"), id="neither name nor password"),
        pytest.param(basic(f":{TOKEN}"), id="a token without a name"),
        pytest.param(basic("alice"), id="no colon"),
        pytest.param(b"Basic !!!", id="no base 64"),
        pytest.param(b"Basic " + base64.b64encode(b"a:\xff\xfe"), id="no UTF-8"),
        pytest.param(b"Digest username=alice", id="another scheme"),
        pytest.param(TOKEN.encode(), id="a token without a scheme"),
        pytest.param(b"token " + b"a" * 10_000, id="far too long"),
    ],
)
def test_what_cannot_be_read_is_bad_and_not_anonymous(value):
    with pytest.raises(BadCredential):
        parse([(b"authorization", value)])


def test_two_headers_are_bad():
    one = (b"authorization", f"token {TOKEN}".encode())
    with pytest.raises(BadCredential):
        parse([one, one])


@given(st.binary(max_size=200))
def test_no_bytes_do_anything_else(value):
    try:
        found = parse([(b"authorization", value)])
    except BadCredential:
        return
    assert found is None or found.secret.text
