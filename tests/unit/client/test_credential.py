"""The words of git's credential protocol."""

import pytest

from watchword_client.credential import Credential, Malformed, parse
from watchword_client.host import Host
from watchword_client.secret import Secret


def test_what_is_written_is_read_again():
    asked = Credential.of(Host("git.example.test"))
    full = asked.with_secret("octavia", Secret("gho_1"), 1_800_000_000, Secret("ghr_1"))
    assert parse(full.encode()) == full


def test_secrets_are_not_shown():
    kept = Credential.of(Host("h.test")).with_secret("o", Secret("gho_1"), None, Secret("ghr_1"))
    assert "gho_1" not in repr(kept)
    assert "ghr_1" not in f"{kept}"


def test_attributes_that_nobody_knows_are_kept_in_their_order():
    read = parse(b'wwwauth[]=Basic realm="x"\nhost=h.test\nwwwauth[]=Bearer\n\nhost=evil.test\n')
    assert (read.host, read.more) == (
        "h.test",
        (("wwwauth[]", 'Basic realm="x"'), ("wwwauth[]", "Bearer")),
    )


def test_an_empty_value_is_not_an_absent_one():
    assert parse(b"username=\n").username == ""
    assert parse(b"host=h.test\r\n").username is None


def test_bytes_that_are_no_text_come_out_as_they_came_in():
    assert parse(b"username=\xff\xfe\n").encode() == b"username=\xff\xfe\n"


@pytest.mark.parametrize(
    "line", [b"host=a\rhost=b", b"host=a\0b", b"host=\x1b[2J", b"host", b"a=" + b"x" * 65_535]
)
def test_bytes_that_no_honest_side_sends_are_refused(line):
    with pytest.raises(Malformed):
        parse(line + b"\n")


@pytest.mark.parametrize("value", ["a\nhost=evil.test", "a\r", "a\0"])
def test_a_value_that_would_leave_its_line_is_not_written(value):
    with pytest.raises(Malformed):
        Credential("https", "h.test", username=value).encode()


@pytest.mark.parametrize(("text", "time"), [(b"17", 17), (b"soon", None), (b"", None)])
def test_an_expiry_that_is_no_number_is_none(text, time):
    assert parse(b"password_expiry_utc=" + text + b"\n").expires_at == time
