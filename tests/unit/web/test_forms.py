"""Reading forms, and cookies that carry a sentence."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchword.kernel.errors import Malformed, NotPermitted, TooLarge
from watchword.kernel.secret import KeyRing
from watchword.surfaces.web import forgery
from watchword.surfaces.web.cookies import LONGEST_NOTICE, pack_notice, unpack_notice
from watchword.surfaces.web.forms import LARGEST, TYPE, Entry, Form, Problem, decode
from watchword.surfaces.web.rendering import Notice
from watchword.surfaces.web.signing_in import local

KEYS = KeyRing({"k1": b"k" * 32}, "k1")
ROTATED = KeyRing({"k1": b"k" * 32, "k2": b"l" * 32}, "k2")
OTHERS = KeyRing({"k1": b"m" * 32}, "k1")


def test_a_form_keeps_order_and_repeats():
    form = decode(b"a=1&b=%C3%A9+x&a=2&c=", f"{TYPE}; charset=utf-8")
    assert form.pairs == (("a", "1"), ("b", "é x"), ("a", "2"), ("c", ""))
    assert form["a"] == "2"
    assert form.all("a") == ("1", "2")
    assert form.text("nothing") == ""


def test_lines_end_as_they_do_here():
    assert decode(b"a=x%0D%0Ay", TYPE).text("a") == "x\ny"


@pytest.mark.parametrize(
    ("body", "type_", "error"),
    [
        (b"a=b", "", Malformed),
        (b"a=b", "multipart/form-data; boundary=x", Malformed),
        (b"a=%FF", TYPE, Malformed),
        (b"\xff", TYPE, Malformed),
        (b"&".join([b"a=b"] * 501), TYPE, Malformed),
        (b"a" * (LARGEST + 1), TYPE, TooLarge),
    ],
)
def test_what_is_no_form_is_refused(body, type_, error):
    with pytest.raises(error):
        decode(body, type_)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_form_or_refused(body):
    with contextlib.suppress(Malformed):
        decode(body, TYPE)


def test_a_form_shows_no_value_in_a_log():
    assert "hunter2" not in repr(Form([("password", "hunter2")]))


def test_passwords_and_tokens_of_forms_do_not_wait_with_the_rest():
    form = Form([("a", "1"), ("sudo_password", "x"), ("authenticity_token", "y"), ("a", "2")])
    assert form.kept() == (("a", "1"), ("a", "2"))


def test_complaints_stand_at_their_field():
    entry = Entry({"a": "1"}).wrong(Problem("a", "No."), Problem("a", "Never."), Problem("", "Oh."))
    assert entry.problem("a") == "No. Never."
    assert entry.problem("b") == ""
    assert entry.value("a") == "1"


@given(st.sampled_from(["info", "success", "warning", "danger"]), st.text())
def test_a_notice_comes_back_as_it_was(kind, text):
    text = text.encode(errors="replace").decode()
    packed = pack_notice(Notice(kind, text), KEYS)
    assert packed.isascii()
    assert not set(packed) & set(' ",;\\')
    assert unpack_notice(packed, KEYS) == Notice(kind, text[:LONGEST_NOTICE])
    assert unpack_notice(packed, ROTATED) == Notice(kind, text[:LONGEST_NOTICE])
    assert unpack_notice(packed, OTHERS) is None


@given(st.text(max_size=60))
def test_a_notice_from_elsewhere_is_nothing(value):
    assert unpack_notice(value, KEYS) is None


@given(st.text(max_size=60))
def test_a_way_back_never_leaves_this_server(path):
    found = local(path)
    assert found.startswith("/")
    assert not found.startswith(("//", "/\\"))
    assert found.isascii()


def test_the_token_of_one_session_is_not_that_of_another():
    token = forgery.session_token(KEYS, 1)
    forgery.check_token(KEYS, token, 1, "")
    forgery.check_token(ROTATED, token, 1, "")
    for keys, session, cookie in ((KEYS, 2, ""), (OTHERS, 1, ""), (KEYS, None, "1")):
        with pytest.raises(NotPermitted):
            forgery.check_token(keys, token, session, cookie)


def test_who_brings_no_cookie_has_no_token():
    with pytest.raises(NotPermitted):
        forgery.check_token(KEYS, forgery.visitor_token(KEYS, ""), None, "")
