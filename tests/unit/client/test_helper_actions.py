"""What the credential helper keeps, gives and forgets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.client.helper_kit import HOUR, NOW, Helper
from watchword_client.credential_helper import actions
from watchword_client.credential_helper.actions import Rules
from watchword_client.credential_helper.ports import Unusable

SIGNED_IN = {
    "password_expiry_utc": NOW + HOUR,
    "oauth_refresh_token": "ghr_1",
    "watchword_client_id": "c1",
}


@pytest.fixture
def helper():
    return Helper()


def test_what_was_stored_is_given_and_nothing_besides(helper):
    helper.keep()
    assert helper.get() == {"username": "u", "password": "p"}


def test_nothing_is_said_where_nothing_is_kept(helper):
    assert helper.get() == {}


@pytest.mark.parametrize(
    "host", ["b.test", "a.test:443", "a.test:8443", "sub.a.test", "test", "A.test", "a.test."]
)
def test_another_host_or_port_gets_nothing(helper, host):
    helper.keep()
    assert helper.get(host) == {}


@pytest.mark.parametrize("more", [{"protocol": ""}, {"host": ""}, {"url": "https://a.test"}])
def test_what_is_empty_or_ambiguous_is_no_wildcard(helper, more):
    helper.keep()
    request = {"protocol": "https", "host": "a.test", **more}
    assert actions.get(helper.store, helper.rules, request, NOW, helper.renew) == []
    actions.erase(helper.store, helper.rules, request)
    assert helper.get()


def test_http_is_served_only_where_it_was_allowed(helper):
    helper.keep(protocol="http")
    assert helper.get(protocol="http") == {}
    helper.rules = Rules(frozenset({"https", "http"}))
    helper.keep(protocol="http")
    assert helper.get(protocol="http")
    assert helper.get() == {}


def test_accounts_are_told_apart_by_name(helper):
    helper.keep("one", "p1")
    helper.keep("two", "p2")
    assert helper.get(username="one") == {"username": "one", "password": "p1"}
    assert helper.get(username="three") == {}
    assert helper.get()["username"] == "two"


def test_paths_are_told_apart_where_git_names_them(helper):
    helper.keep("u", "p1", path="o/a.git")
    helper.keep("u", "p2", path="o/b.git")
    assert helper.get(path="o/a.git")["password"] == "p1"
    assert helper.get(path="o") == {}


def test_an_account_has_one_password(helper):
    helper.keep("u", "p1")
    helper.keep("u", "p2")
    helper.erase(password="p2")
    assert helper.get() == {}


def test_empty_names_and_passwords_are_kept(helper):
    helper.keep("", "")
    assert helper.get() == {"username": "", "password": ""}


@pytest.mark.parametrize(
    "more", [{"ephemeral": "1"}, {"ephemeral": "true"}, {"password_expiry_utc": NOW - 1}]
)
def test_what_ends_at_once_is_not_kept(helper, more):
    helper.keep(**more)
    assert helper.store.entries == {}


def test_what_has_no_password_is_not_kept(helper):
    request = {"protocol": "https", "host": "a.test", "username": "u"}
    actions.keep(helper.store, helper.rules, request, NOW)
    assert helper.store.entries == {}


def test_a_password_is_given_until_it_ends(helper):
    helper.keep(password_expiry_utc=NOW + 10)
    assert helper.get()["password_expiry_utc"] == str(NOW + 10)
    helper.now += 10
    assert helper.get() == {}


def test_of_an_ended_password_the_refresh_token_is_left(helper):
    helper.keep(password_expiry_utc=NOW + 10, oauth_refresh_token="ghr_1")
    helper.now += 10
    assert helper.get() == {"username": "u", "oauth_refresh_token": "ghr_1"}


def test_an_old_git_that_stores_again_loses_neither_expiry_nor_refresh_token(helper):
    helper.keep(**SIGNED_IN)
    before = helper.get()
    helper.keep()
    assert helper.get() == before
    assert helper.store.read(next(iter(helper.store.entries)))[0].client_id == "c1"


def test_another_password_brings_nothing_of_the_one_before(helper):
    helper.keep(**SIGNED_IN)
    helper.keep("u", "other")
    assert helper.get() == {"username": "u", "password": "other"}


def test_erase_compares_the_password(helper):
    helper.keep()
    helper.erase(password="other")
    assert helper.get()
    helper.erase(password="p")
    assert helper.get() == {}


def test_erase_by_name_leaves_the_others(helper):
    helper.keep("one", "p1")
    helper.keep("two", "p2")
    helper.erase(username="two")
    assert helper.get()["username"] == "one"


def test_erase_by_host_forgets_all_with_refresh_tokens(helper):
    helper.keep("one", "p1", **SIGNED_IN)
    helper.keep("two", "p2")
    helper.keep(host="b.test")
    helper.erase()
    assert helper.get() == {}
    assert helper.get("b.test")


def renewed(entry):
    from dataclasses import replace

    from watchword_client.secret import Secret

    return replace(entry, password=Secret("new"), expires_at=NOW + 9 * HOUR)


def test_a_token_is_renewed_before_its_end(helper):
    helper.renew = renewed
    helper.keep(**SIGNED_IN)
    helper.now += HOUR - 60
    assert helper.get()["password"] == "new"
    helper.renew = None
    assert helper.get()["password"] == "new"


def test_a_token_that_the_server_refused_is_renewed_at_the_next_get(helper):
    helper.renew = renewed
    helper.keep(**SIGNED_IN)
    helper.erase(username="u", password="p")
    assert helper.get()["password"] == "new"


def test_a_git_that_began_earlier_does_not_bring_the_old_token_back(helper):
    helper.renew = renewed
    helper.keep(**SIGNED_IN)
    helper.now += HOUR
    helper.get()
    helper.keep("u", "p")
    assert helper.get()["password"] == "new"


def unreachable(entry):
    raise Unusable("no answer")


def test_a_server_that_is_away_costs_nothing_while_the_token_lives(helper):
    helper.renew = unreachable
    helper.keep(**SIGNED_IN)
    helper.now += HOUR - 60
    assert helper.get()["password"] == "p"
    helper.now += 60
    with pytest.raises(Unusable):
        helper.get()
    helper.renew = renewed
    assert helper.get()["password"] == "new"


def test_who_signs_out_while_a_token_is_renewed_stays_signed_out(helper):
    def renewed_too_late(entry):
        helper.erase()
        return renewed(entry)

    helper.renew = renewed_too_late
    helper.keep(**SIGNED_IN)
    helper.now += HOUR
    assert helper.get() == {}
    assert helper.get() == {}


def test_a_git_that_stores_while_a_token_is_renewed_costs_nothing(helper):
    def renewed_meanwhile(entry):
        helper.keep("u", "p")
        return renewed(entry)

    helper.rules = Rules(timeout=9 * HOUR)
    helper.keep(**SIGNED_IN)
    helper.renew = renewed_meanwhile
    helper.now += HOUR - 60
    assert helper.get()["password"] == "new"
    (entry,) = next(iter(helper.store.entries.values()))
    assert (entry.password.text, entry.kept_until) == ("new", helper.now + 9 * HOUR)


def test_a_refresh_token_that_has_ended_is_not_handed_out(helper):
    helper.keep(**SIGNED_IN, watchword_refresh_expiry_utc=NOW + HOUR)
    helper.now += HOUR
    assert helper.get() == {}


def test_a_dead_refresh_token_goes_with_its_credential(helper):
    from dataclasses import replace

    helper.renew = lambda entry: replace(entry, refresh_token=None, client_id="")
    helper.keep(**SIGNED_IN)
    helper.now += HOUR
    assert helper.get() == {}
    assert list(helper.store.entries.values()) == [[]]


HOSTS = st.text("abAB.:-0[]*%/@ ", max_size=8)


@given(kept=HOSTS, wanted=HOSTS)
def test_no_host_gets_what_is_for_another(kept, wanted):
    helper = Helper()
    helper.keep(host=kept)
    assert bool(helper.get(wanted)) == (kept == wanted != "")


def test_no_secret_shows_in_a_repr(helper):
    helper.keep("u", "geheim", oauth_refresh_token="ghr_geheim")
    assert "geheim" not in repr(helper.store.entries)
