"""How things stand, and what a sign-out leaves."""

import time
from dataclasses import replace

import pytest

from tests.unit.client.person import HOST, Person
from watchword_client.keep import keeping
from watchword_client.keep.keepers import Keep, Kind
from watchword_client.oauth import Issued
from watchword_client.secret import Secret
from watchword_client.sign_in.looking import look
from watchword_client.sign_in.signing_in import sign_in
from watchword_client.sign_in.signing_out import sign_out

OWN = "ghp_" + "0" * 36
"""Shaped like a token; its checksum is wrong."""


@pytest.fixture
def person(tmp_path, monkeypatch):
    monkeypatch.setattr(keeping, "ours", lambda _: None)
    return Person(tmp_path)


def signed_in(person):
    text = "gho_" + "0" * 36
    person.server.tokens[text] = ("octavia", "repo", "")
    issued = Issued(Secret(text), ("repo",))
    sign_in(person.companion, HOST, lambda api, offline: issued, Keep(Kind.FILE))
    return text


def warnings(person):
    return "\n".join(look(person.companion, HOST).warnings)


def test_nothing_anywhere_is_told_without_asking_the_server(person):
    person.server.reachable = False
    found = look(person.companion, HOST)
    assert (found.signed_in, found.trouble, found.holdings) == (False, "", [])


def test_who_is_signed_in_and_by_which_helper(person):
    token = signed_in(person)
    found = look(person.companion, HOST)
    assert (found.who.login, found.who.scopes) == ("octavia", ("repo",))
    assert found.used.named.keeper.helper == "store"
    assert found.used.named.scope == "global"
    assert found.credential.password.last_eight == token[-8:]
    assert "plain text" in warnings(person)


def test_helpers_count_in_git_s_own_order_and_an_empty_one_lets_go_of_those_before(person):
    for name in ("first", "second", "third"):
        person.helper(name)
        person.keeps(name, name, OWN)
    person.names("first", "", "second", "third")
    person.names("fourth", key="credential.https://other.test.helper")
    found = look(person.companion, HOST)
    effect = [(one.named.keeper.helper, one.named.in_effect) for one in found.holdings]
    assert effect == [("first", False), ("second", True), ("third", True)]
    assert found.credential.username == "second"
    assert "several helpers keep each credential for this host: second, third" in warnings(person)
    assert "first holds something, and git does not ask it any more" in warnings(person)


@pytest.mark.parametrize(
    ("secret", "told"),
    [
        (OWN, "a token that was mistyped"),
        ("correct horse", "no token: a password, most likely"),
        ("github_pat_" + "a" * 22 + "_" + "b" * 59, "a token that ended, was revoked"),
    ],
)
def test_what_the_server_does_not_take_is_told_from_its_form(person, secret, told):
    person.names("store")
    person.keeps("store", "octavia", secret)
    found = look(person.companion, HOST)
    assert not found.signed_in
    assert told in "\n".join(found.warnings)
    assert secret not in repr(found)


def test_plain_text_of_git_credential_manager_is_warned_of(person):
    person.helper("manager")
    person.names("manager")
    person.keeps("manager", "octavia", OWN)
    assert "plain text" not in warnings(person)
    person.names("plaintext", key="credential.credentialStore")
    assert "Git Credential Manager holds it as plain text" in warnings(person)


def test_a_token_that_ends_soon_is_warned_of(person):
    person.names("store")
    person.keeps("store", "octavia", OWN)
    soon = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(time.time() + 86_400))
    person.server.tokens[OWN] = ("octavia", "repo", soon)
    assert "The token ends on" in warnings(person)
    person.server.tokens[OWN] = ("octavia", "repo", "2099-01-01 00:00:00 UTC")
    assert "The token ends on" not in warnings(person)


def test_a_helper_that_hangs_costs_two_seconds_and_the_others_answer(person):
    hanging = [f"slow{number}" for number in range(8)]
    for name in hanging:
        person.helper(name, "#!/bin/sh\nsleep 60\n")
    person.helper("quick")
    person.keeps("quick", "octavia", OWN)
    person.names(*hanging, "quick")
    began = time.monotonic()
    found = look(person.companion, HOST)
    assert time.monotonic() - began < 15, "each has two seconds, and all the same two"
    assert found.used.named.keeper.helper == "quick"
    assert "slow0 gave no answer within 2 seconds" in "\n".join(found.warnings)


def test_a_server_that_cannot_be_reached_is_not_a_token_that_is_refused(person):
    signed_in(person)
    person.server.reachable = False
    found = look(person.companion, HOST)
    assert "cannot be reached" in found.trouble
    assert "does not take" not in "\n".join(found.warnings)


def test_a_sign_out_erases_everywhere_and_revokes_only_what_the_companion_got(person):
    token = signed_in(person)
    person.helper("other")
    person.names("other")
    person.keeps("other", "octavia", OWN)
    done = sign_out(person.companion, HOST)
    assert (person.kept("store"), person.kept("other")) == (None, None)
    assert person.server.revoked == [token]
    assert (done.revoked, done.left, done.not_revoked) == (True, [], "")
    assert person.configuration() == [("credential.helper", "other")]
    assert person.companion.sign_ins.all() == []


def test_all_accounts_of_a_helper_go(person):
    person.names("store")
    for login in ("octavia", "nero", "livia"):
        person.keeps("store", login, OWN)
    assert sign_out(person.companion, HOST).erased == ["git's plain file"]
    assert person.kept("store") is None


def test_a_helper_that_forgets_nothing_is_named(person):
    person.names("!f() { cat >/dev/null; echo username=o; echo password=p; }; f")
    done = sign_out(person.companion, HOST)
    assert len(done.left) == 1
    assert person.server.revoked == []


def test_a_server_that_cannot_be_reached_keeps_nobody_from_signing_out(person):
    signed_in(person)
    person.server.reachable = False
    done = sign_out(person.companion, HOST)
    assert "cannot be reached" in done.not_revoked
    assert person.kept("store") is None
    assert person.configuration() == []


def test_a_token_that_memory_lost_may_live_on_and_that_is_said(person):
    signed_in(person)
    (person.home / ".git-credentials").unlink()
    done = sign_out(person.companion, HOST)
    assert done.not_revoked == "no helper holds its token any more."
    assert person.companion.sign_ins.all() == []


def test_a_token_that_ended_by_itself_need_not_be_revoked(person):
    signed_in(person)
    (person.home / ".git-credentials").unlink()
    known = replace(person.companion.sign_ins.of(HOST), expires_at=1)
    person.companion.sign_ins.remember(known)
    assert sign_out(person.companion, HOST).not_revoked == ""


def test_configuration_that_somebody_changed_since_then_is_left(person):
    signed_in(person)
    person.names("", "store", "cache", key=f"credential.https://{HOST}.helper")
    assert sign_out(person.companion, HOST).removed == []
    assert len(person.configuration()) == 3


def test_where_nothing_is_nothing_is_done(person):
    assert sign_out(person.companion, HOST).nothing
