"""The credential helper reads git's bytes strictly, and writes nothing that git could misread."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchword_client.credential_helper import protocol
from watchword_client.credential_helper.protocol import Malformed


def read(data: bytes) -> dict[str, str]:
    return protocol.read(io.BytesIO(data))


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"protocol=https\nhost=a.test\n", id="to the end of file"),
        pytest.param(b"protocol=https\nhost=a.test\n\n", id="to an empty line"),
        pytest.param(b"protocol=https\nhost=a.test", id="without a last line's end"),
        pytest.param(b"protocol=https\r\nhost=a.test\r\n\r\n", id="with CR LF"),
        pytest.param(b"protocol=https\nhost=a.test\n\nhost=b.test\n", id="and nothing after that"),
    ],
)
def test_a_request_is_read(data):
    assert read(data) == {"protocol": "https", "host": "a.test"}


def test_the_first_equals_sign_splits():
    assert read(b"password=a=b==\n") == {"password": "a=b=="}


def test_an_empty_value_is_not_a_missing_one():
    assert read(b"username=\n") == {"username": ""}


def test_attributes_of_later_versions_are_ignored():
    given = b'capability[]=authtype\nwwwauth[]=Basic realm="W"\twith a tab\nnew=1\nhost=a\n'
    assert read(given) == {"host": "a"}


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"host=a\rhost=b\n", id="a CR in the middle"),
        pytest.param(b"host=a\r\r\n", id="two CR at the end"),
        pytest.param(b"host=a\0b\n", id="NUL"),
        pytest.param(b"host=a\x1b[1mb\n", id="an escape sequence"),
        pytest.param(b"host=a\x7f\n", id="DEL"),
        pytest.param(b"host=a\thost=b\n", id="a tabulator"),
        pytest.param(b"wwwauth[]=a\rhost=b\n", id="a CR in an unknown attribute"),
        pytest.param(b"host=a\nhost=b\n", id="two hosts"),
        pytest.param(b"host\n", id="no equals sign"),
        pytest.param(b"=a\n", id="no name"),
        pytest.param(b"host=\xff\n", id="no UTF-8"),
        pytest.param(b"host=" + b"a" * 65_530 + b"\n", id="a line that is too long"),
        pytest.param(b"a=b\n" * 300_000, id="a request that is too long"),
    ],
)
def test_bytes_that_git_never_sends_are_refused(data):
    with pytest.raises(Malformed) as refused:
        read(data)
    assert "\x1b" not in str(refused.value)


def test_the_longest_line_is_read():
    value = "a" * (65_534 - len("host="))
    assert read(f"host={value}\n".encode()) == {"host": value}
    assert protocol.write([("host", value)]).endswith(b"a\n")


@pytest.mark.parametrize("value", ["a\nhost=b", "a\r", "a\0", "\x1b[2J", "a" * 70_000])
def test_a_value_that_would_not_stay_on_its_line_is_not_written(value):
    with pytest.raises(Malformed):
        protocol.write([("password", value)])


PRINTABLE = st.text(
    st.characters(exclude_categories=["Cs"]).filter(lambda one: ord(one) > 31 and ord(one) != 127),
    max_size=50,
)


@given(st.dictionaries(st.sampled_from(["protocol", "host", "username", "password"]), PRINTABLE))
def test_what_is_written_is_read_again(attributes):
    assert read(protocol.write(attributes.items())) == attributes


@given(st.binary(max_size=200))
def test_no_value_that_was_read_holds_a_control_character(data):
    try:
        found = read(data)
    except Malformed:
        return
    assert all(ord(char) > 31 and ord(char) != 127 for text in found.values() for char in text)


@pytest.mark.parametrize("text", ["", "x", "-1", "9" * 40, "٣", "1.5"])
def test_a_time_that_is_no_number_is_none(text):
    assert protocol.number({"password_expiry_utc": text}, "password_expiry_utc") == 0
