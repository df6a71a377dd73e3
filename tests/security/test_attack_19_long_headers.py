"""Attack 19, huge credentials: refused by their length, before anything is worked out of them."""

import pytest

from tests.api import basic
from tests.recording import keyed_hashes
from watchword.kernel.entropy import system_entropy
from watchword.tokens.secret import mint


@pytest.mark.parametrize("size", [8_193, 65_536, 1_048_576])
@pytest.mark.parametrize("carry", ["token", "Bearer", "Basic"])
def test_a_huge_header_is_neither_decoded_nor_hashed(api, monkeypatch, size, carry):
    monkeypatch.setattr("base64.b64decode", None)
    with keyed_hashes(monkeypatch) as hashed:
        answer = api.ask("GET", "/user", headers=[("authorization", f"{carry} {'x' * size}")])
    assert (answer.status, answer.message) == (401, "Bad credentials")
    assert hashed == []


def test_what_is_hashed_is_never_longer_than_a_token(api, monkeypatch):
    guesses = [mint(system_entropy).text + "x" * size for size in (0, 1, 100, 7_000)]
    with keyed_hashes(monkeypatch) as hashed:
        for text in guesses:
            assert api.ask("GET", "/user", text).status == 401
            assert api.ask("GET", "/user", headers=[basic("octavia", text)]).status == 401
    assert len(hashed) == 2, "only the one that can be a token"
    assert max(hashed) < 64
