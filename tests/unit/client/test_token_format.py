"""What the form alone says of a token; the server's own rule is the judge."""

import os

import pytest

from watchword.tokens import secret as of_server
from watchword_client.secret import Secret
from watchword_client.token_format import Verdict, judge, kind


@pytest.mark.parametrize("prefix", ["", "ACME"])
@pytest.mark.parametrize("made", ["ghp_", "gho_", "ghr_"])
def test_what_the_server_makes_is_whole(made, prefix):
    token = Secret(of_server.mint(os.urandom, prefix, made).text)
    assert (judge(token), kind(token)) == (Verdict.WHOLE, made)


def test_a_changed_or_lost_character_is_noticed():
    text = of_server.mint(os.urandom).text
    other = "a" if text[10] != "a" else "b"
    assert judge(Secret(f"{text[:10]}{other}{text[11:]}")) is Verdict.MISTYPED
    assert judge(Secret(text[:-1])) is Verdict.MISTYPED


@pytest.mark.parametrize("text", ["", "correct horse battery staple", "ghp_short"])
def test_a_password_is_told_from_a_token(text):
    assert judge(Secret(text)) is Verdict.NO_TOKEN
    assert kind(Secret(text)) == ""
