"""A sign-in holds as a whole, or changes nothing."""

import pytest

from tests.unit.client.person import HELPER, HOST, Person
from watchword_client.keep import keeping
from watchword_client.keep.keepers import Keep, Kind
from watchword_client.oauth import Issued
from watchword_client.secret import Secret
from watchword_client.sign_in.signing_in import sign_in
from watchword_client.sign_in.signing_out import sign_out
from watchword_client.speaking import Exit, Trouble

SECTION = f"credential.https://{HOST}"


@pytest.fixture
def person(tmp_path, monkeypatch):
    monkeypatch.setattr(keeping, "ours", lambda _: None)
    found = Person(tmp_path)
    found.server.tokens["gho_1"] = ("octavia", "repo, gist", "")
    found.server.tokens["gho_2"] = ("octavia", "repo", "")
    return found


def gives(text="gho_1", **more):
    """A way to sign in that gives that token, and notes whether it was to expire."""

    def go(api, *, offline):
        go.offline = offline
        return Issued(Secret(text), ("repo",), **more)

    return go


def files(person):
    return sign_in(person.companion, HOST, gives(), Keep(Kind.FILE))


def test_the_token_is_kept_and_only_the_host_s_entries_are_written(person):
    person.names("store", key="credential.https://other.test.helper")
    done = files(person)
    assert person.kept("store") == "gho_1"
    assert person.configuration() == [
        ("credential.https://other.test.helper", "store"),
        (f"{SECTION}.helper", ""),
        (f"{SECTION}.helper", "store"),
    ]
    assert done.configuration == [f"{SECTION}.helper =", f"{SECTION}.helper = store"]
    assert any("plain text" in remark for remark in done.remarks)
    known = person.companion.sign_ins.of(HOST)
    assert (known.login, known.helper, known.last_eight) == ("octavia", "store", "gho_1")
    assert (known.obtained, known.scopes) == (True, ["repo"])


def test_a_helper_that_stores_already_gets_nothing(person):
    person.helper("nosy")
    person.names("nosy")
    files(person)
    assert person.kept("nosy") is None


def test_the_keychain_that_works_is_taken_and_the_one_that_does_not_is_passed_over(person):
    person.helper("libsecret", "#!/bin/sh\necho no bus >&2; exit 1\n")
    with pytest.raises(Trouble, match=r"keychain \(libsecret: no bus\)") as raised:
        sign_in(person.companion, HOST, gives(), Keep(Kind.KEYCHAIN))
    assert raised.value.exit_code == Exit.NOT_KEPT
    person.helper("libsecret")
    done = sign_in(person.companion, HOST, gives(), Keep())
    assert done.keeper.helper == "libsecret"
    assert done.remarks == []


def test_git_credential_manager_keeps_it_where_its_place_is_safe_and_is_told_what_the_server_is(
    person,
):
    person.helper(
        "manager", HELPER.replace("#!/bin/sh", '#!/bin/sh\n[ "$GCM_PROVIDER" ] || exit 1')
    )
    person.names("cache", key="credential.credentialStore")
    with pytest.raises(Trouble, match="it keeps things in cache"):
        sign_in(person.companion, HOST, gives(), Keep(Kind.KEYCHAIN))
    person.names("secretservice", key="credential.credentialStore")
    sign_in(person.companion, HOST, gives(), Keep(Kind.KEYCHAIN))
    assert (f"{SECTION}.provider", "github") in person.configuration()
    sign_out(person.companion, HOST)
    assert person.configuration() == [("credential.credentialstore", "secretservice")]


def test_a_keychain_that_forgets_at_once_does_not_work(person):
    person.helper("libsecret", "#!/bin/sh\ncat >/dev/null\n")
    with pytest.raises(Trouble, match="did not give it back"):
        sign_in(person.companion, HOST, gives(), Keep(Kind.KEYCHAIN))
    assert person.configuration() == []


def test_nothing_is_left_when_the_helper_fails_in_the_end(person):
    # It keeps what it is tried with, and not what counts.
    person.helper(
        "libsecret",
        '#!/bin/sh\nf="$HOME/kept"\ncase "$1" in\nget) cat "$f" ;;\n'
        'store) grep -v gho_1 >"$f" ;;\nerase) rm -f "$f" ;;\nesac\n',
    )
    with pytest.raises(Trouble, match="did not keep the token"):
        sign_in(person.companion, HOST, gives(), Keep(Kind.KEYCHAIN))
    assert person.configuration() == []
    assert person.companion.sign_ins.all() == []
    assert person.server.revoked == ["gho_1"]


def test_nothing_is_left_when_git_s_configuration_cannot_be_written(person):
    (person.home / ".gitconfig.lock").touch()
    with pytest.raises(Trouble, match="could not write"):
        files(person)
    assert person.kept("store") is None
    assert person.companion.sign_ins.all() == []
    assert person.server.revoked == ["gho_1"]


def test_a_failure_leaves_the_sign_in_before_as_it_was(person):
    files(person)
    (person.home / ".gitconfig.lock").touch()
    with pytest.raises(Trouble):
        sign_in(person.companion, HOST, gives("gho_2"), Keep(Kind.FILE))
    assert person.kept("store") == "gho_1"
    assert person.companion.sign_ins.of(HOST).last_eight == "gho_1"
    assert person.server.revoked == ["gho_2"]


def test_a_token_that_the_server_does_not_take_is_not_kept(person):
    go = gives("gho_9", obtained=False)
    with pytest.raises(Trouble, match="does not take that token"):
        sign_in(person.companion, HOST, go, Keep(Kind.FILE))
    assert person.kept("store") is None
    assert person.server.revoked == []


def test_the_sign_in_before_is_ended_where_the_companion_made_it(person):
    files(person)
    person.helper("libsecret")
    sign_in(person.companion, HOST, gives("gho_2"), Keep(Kind.KEYCHAIN))
    assert person.server.revoked == ["gho_1"]
    assert (person.kept("store"), person.kept("libsecret")) == (None, "gho_2")


def test_a_token_of_the_person_s_own_outlives_the_next_sign_in(person):
    person.server.tokens["ghp_1"] = ("octavia", "repo", "2030-01-01 00:00:00 UTC")
    done = sign_in(person.companion, HOST, gives("ghp_1", obtained=False), Keep(Kind.FILE))
    assert done.expires_at == 1_893_456_000
    files(person)
    assert person.server.revoked == []


def test_a_token_expires_where_its_keeper_renews_it_or_forgets_it_first(person, monkeypatch):
    def asks(keep):
        go = gives()
        sign_in(person.companion, HOST, go, keep)
        return go.offline

    try:
        assert asks(Keep(Kind.MEMORY, 3_600))
        assert not asks(Keep(Kind.MEMORY, 86_400))
    finally:
        person.git.run("credential-cache", "exit")
    assert not asks(Keep(Kind.FILE))


def test_what_the_token_cannot_do_is_said(person):
    person.server.tokens["ghp_1"] = ("octavia", "gist", "")
    go = gives("ghp_1", obtained=False)
    done = sign_in(person.companion, HOST, lambda api, offline: go_without(go), Keep(Kind.FILE))
    assert any("lacks the scope repo" in remark for remark in done.remarks)


def go_without(go):
    issued = go(None, offline=False)
    return Issued(issued.token, (), obtained=False)
