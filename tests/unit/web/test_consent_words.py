"""What the pages of consent say of a request, and what their policy lets through."""

import pytest

from watchword.access.scopes import BY_NAME, Scope
from watchword.surfaces.web import headers
from watchword.surfaces.web.consent import words
from watchword.surfaces.web.consent.places import hinted_login


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        ("GitHub CLI 2.103.3", "GitHub CLI 2.103.3"),
        (
            "Git-Credential-Manager/2.7.3.0 (Linux; x86-64) CLR/.NET 8.0.24",
            "Git Credential Manager 2.7.3.0",
        ),
        ("Go-http-client/1.1", words.GO),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36", words.BROWSERS),
        ("curl/8.11.1", "curl 8.11.1"),
        ("python-requests/2.32.3", "python requests 2.32.3"),
        ("", words.UNNAMED),
        ("   ", words.UNNAMED),
        ("x" * 255, "x" * 60),
        ("/// what", "/// what"),
        ("<script>", "<script>"),
    ],
    ids=lambda value: value[:24] or "none",
)
def test_programs_are_told_in_words(agent, said):
    assert words.agent(agent) == said


def test_an_agent_of_any_form_is_read_at_once():
    assert len(words.agent("a" + " -" * 100_000 + "(")) <= 60
    assert len(words.agent("a" * 100_000 + "\0")) <= 60


def test_the_heaviest_scope_says_what_all_of_them_come_to():
    def said(*names):
        return words.able_to(map(Scope, names))

    assert said("gist", "repo") == words.PRIVATE_TOO
    assert said("public_repo", "gist") == words.PUBLIC_ONLY
    assert said("gist") == words.WHAT_IS_TICKED
    assert said() == words.NOTHING


def test_scopes_stand_in_the_order_of_the_tree_with_their_texts():
    asked = words.asking(map(Scope, ("gist", "repo", "read:org")), ["repo"])
    assert [one.name for one in asked] == ["repo", "read:org", "gist"]
    assert [one.ticked for one in asked] == [True, False, False]
    assert asked[0].text == BY_NAME[Scope("repo")].text


@pytest.mark.parametrize(
    "origin",
    [
        "http://localhost:4321",
        "http://127.0.0.1",
        "https://app.example.com",
        "https://app.example.com:8443",
        "x-github-client:",
    ],
)
def test_the_policy_is_widened_by_one_origin(origin):
    policy = dict(headers.always(origin))[b"content-security-policy"].decode()
    assert f"form-action 'self' {origin}; " in policy
    assert policy.replace(f" {origin}", "") == headers.POLICY


def test_an_ipv6_address_is_written_as_any_host_at_its_port():
    policy = dict(headers.always("http://[::1]:4321"))[b"content-security-policy"]
    assert b"form-action 'self' http://*:4321; " in policy


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "*",
        "'unsafe-inline'",
        "https://a.test; script-src *",
        "https://a.test https://b.test",
        "https://*.test",
        "https://a.test/path",
        "https://a.test\r\nX: y",
        "https://a.test\n",
        "https://é.test",
        "a.test",
    ],
)
def test_what_is_no_origin_does_not_come_into_the_policy(origin):
    assert headers.always(origin) == headers.ALWAYS


@pytest.mark.parametrize(
    ("wanted", "login"),
    [
        ("/login/oauth/authorize?client_id=x&login=octavia", "octavia"),
        ("/login/oauth/authorize?login=a%20b%3C", "a b<"),
        ("/login/oauth/authorize", ""),
        ("/settings/profile?login=octavia", ""),
        ("/login/oauth/authorize?login=" + "x" * 100, "x" * 40),
        ("/login/oauth/authorize?login=%ff", "�"),
        ("/login/oauth/authorize?" + "a=1&" * 100 + "login=octavia", ""),
    ],
    ids=["asked for", "escaped", "nobody", "another page", "long", "no text", "too many"],
)
def test_the_account_is_taken_from_the_address_of_the_question(wanted, login):
    assert hinted_login(wanted) == login
