"""The file of the keys under which secrets are hashed."""

import base64

import pytest

from watchword.kernel.secret import Secret
from watchword.settings import Settings, SettingsError
from watchword.settings.key_ring import new_keys, parse_keys

OLD, NEW = (base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2))


def test_a_new_file_holds_one_key_of_its_own():
    first, second = (new_keys(lambda n, b=b: b * n) for b in (b"a", b"b"))
    assert first != second
    ring = parse_keys(first, "here")
    assert ring.current == "1"
    assert len(ring.digests("token", Secret("x"))) == 1


def test_the_first_key_hashes_and_the_older_one_still_finds():
    before = parse_keys(Secret(f"1:{OLD}"), "here").digest("token", Secret("x"))
    after = parse_keys(Secret(f"2:{NEW}\n1:{OLD}\n"), "here")
    assert after.current == "2"
    assert after.digest("token", Secret("x")) != before
    assert before in after.digests("token", Secret("x"))


def test_a_secret_store_may_put_them_into_one_variable(tmp_path):
    made = Settings(data=tmp_path, token_keys=Secret(f"2:{NEW},1:{OLD}"))
    assert made.key_ring().current == "2"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("# nothing\n", id="a comment"),
        pytest.param("1:aHVzaA==", id="too short"),
        pytest.param(OLD, id="no id"),
        pytest.param(f"1:{OLD}\n1:{NEW}", id="an id twice"),
        pytest.param("1:hush!hush!", id="no base64"),
    ],
)
def test_a_bad_file_is_refused_without_showing_it(text):
    with pytest.raises(SettingsError, match=r"^here") as caught:
        parse_keys(Secret(text), "here")
    assert "hush" not in str(caught.value)
    assert OLD not in str(caught.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(SettingsError, match="secrets/token-keys"):
        Settings(data=tmp_path).key_ring()
