"""From evidence to the cause and its cure, with no machine and no server."""

import shlex
from dataclasses import replace

import pytest

from watchword_client.remotes.remote_urls import parse
from watchword_client.token_format import Verdict
from watchword_client.why.diagnosis import CAUSES, diagnose
from watchword_client.why.evidence import (
    Account,
    Contact,
    Evidence,
    Held,
    Knock,
    Manager,
    Reached,
    Seen,
    Silent,
    SshTried,
)

HOST = "git.example.com"
URL = f"https://{HOST}/octavia/aqueduct.git"
OPEN, REFUSED, HIDDEN = Knock(200), Knock(401, "Invalid username or token."), Knock(404)
DENIED = Knock(403, "Permission to octavia/aqueduct.git denied to brutus.")
ALL = frozenset({"repo", "gist", "workflow"})
OCTAVIA = Account(200, "octavia", ALL)


def held(fetch=OPEN, number=1, source="the macOS keychain", **fields):
    given = {"helper": "osxkeychain", "username": "octavia", "verdict": Verdict.WHOLE}
    given |= {"account": None if fetch is REFUSED else OCTAVIA}
    return Held(source=source, number=number, fetch=fetch, **(given | fields))


def evidence(*pockets, url=URL, **fields):
    given = {"reached": Reached(Contact.ANSWERED), "now": 1_800_000_000, "terminal": False}
    if pockets and pockets[0].opens:
        given["push"] = OPEN
    given |= fields
    return Evidence("origin", url, parse(url), HOST, held=tuple(pockets), **given)


def with_scopes(*scopes, login="octavia"):
    return Account(200, login, frozenset(scopes))


OTHER = held(number=2, source="git's plain file", helper="store")
GIST = f"https://{HOST}/gist/abc.git"
SSH = "git@git.example.com:octavia/aqueduct.git"
REPLACE = f"watchword credential replace {HOST}"
LOGIN = f"watchword login {HOST}"

RECORDED = {
    "the network is down": (
        evidence(reached=Reached(Contact.UNREACHABLE, "No route to host")),
        ("unreachable", 3, f"curl -I https://{HOST}/"),
    ),
    "a CA is not trusted": (
        evidence(reached=Reached(Contact.UNTRUSTED)),
        ("untrusted", 4, f"git config --global http.https://{HOST}.sslCAInfo CA.PEM"),
    ),
    "a CA is not trusted that was named at the sign-in": (
        evidence(reached=Reached(Contact.UNTRUSTED), ca="/home/octavia/ca.pem"),
        (
            "untrusted",
            4,
            f"git config --global http.https://{HOST}.sslCAInfo /home/octavia/ca.pem",
        ),
    ),
    "another server answers": (
        evidence(reached=Reached(Contact.STRANGER)),
        ("stranger", 3, "git remote set-url origin https://HOST:PORT/octavia/aqueduct.git"),
    ),
    "it is busy": (
        evidence(held(Knock(429, "Too many", 17))),
        ("busy", 3, "sleep 17 && git fetch origin"),
    ),
    "a push meets a busy server": (
        evidence(held(), push=Knock(429)),
        ("busy", 3, "sleep 30 && git fetch origin"),
    ),
    "a proxy has nothing behind it": (
        evidence(nobody=Knock(502)),
        ("busy", 3, "sleep 30 && git fetch origin"),
    ),
    "SSH with a token": (
        evidence(held(None), url=SSH, ssh=SshTried(opens=False, words="Permission denied")),
        ("ssh-remote", 13, "watchword remote https"),
    ),
    "HTTP without TLS": (
        evidence(nobody=REFUSED, url=f"http://{HOST}/octavia/aqueduct.git"),
        ("http-remote", 13, "watchword remote https"),
    ),
    "a password in the keychain": (
        evidence(held(REFUSED, verdict=Verdict.NO_TOKEN)),
        ("stale-password", 10, REPLACE),
    ),
    "a password in the store of Windows": (
        evidence(held(REFUSED, verdict=Verdict.NO_TOKEN, helper="wincred")),
        ("stale-password", 10, REPLACE),
    ),
    "a mistyped token": (
        evidence(held(REFUSED, verdict=Verdict.MISTYPED)),
        ("mistyped-token", 10, REPLACE),
    ),
    "an expired token": (
        evidence(held(REFUSED, expires_at=1_799_999_999)),
        ("expired-token", 10, REPLACE),
    ),
    "a dead token before its time": (
        evidence(held(REFUSED, expires_at=1_800_000_001)),
        ("dead-token", 10, REPLACE),
    ),
    "a dead token in the address": (
        evidence(held(REFUSED, helper=None, source="the address of the remote")),
        ("dead-token", 10, f"git remote set-url origin {URL}"),
    ),
    "two dead tokens": (
        evidence(held(REFUSED), replace(OTHER, fetch=REFUSED)),
        ("dead-token", 10, REPLACE),
    ),
    "a dead token before a live one": (
        evidence(held(REFUSED), OTHER),
        ("several-helpers", 14, REPLACE),
    ),
    "nothing is kept": (evidence(nobody=REFUSED), ("no-credential", 10, LOGIN)),
    "a helper hangs": (
        evidence(nobody=REFUSED, silent=(Silent("the keyring", "libsecret", timed_out=True),)),
        ("silent-helper", 14, LOGIN),
    ),
    "a helper fails": (
        evidence(nobody=REFUSED, silent=(Silent("x", "x", failed="not a git command"),)),
        ("silent-helper", 14, LOGIN),
    ),
    "GCM is pinned": (
        evidence(
            nobody=REFUSED,
            silent=(Silent("Git Credential Manager", "manager", empty=True),),
            manager=Manager("generic", "global", f"credential.https://{HOST}.provider"),
        ),
        ("pinned-generic", 14, f"git config --global credential.https://{HOST}.provider github"),
    ),
    "GCM is pinned for the whole machine": (
        evidence(nobody=REFUSED, manager=Manager("Generic", "system", "credential.provider")),
        ("pinned-generic", 14, f"git config --system credential.https://{HOST}.provider github"),
    ),
    "GCM has two accounts and no terminal": (
        evidence(nobody=REFUSED, manager=Manager(accounts=("octavia", "brutus"))),
        (
            "several-accounts",
            11,
            f"git remote set-url origin https://octavia@{HOST}/octavia/aqueduct.git",
        ),
    ),
    "a suspended account": (
        evidence(held(DENIED, account=Account(403, words="Sorry. Your account was suspended."))),
        ("suspended", 12, f"python3 -m webbrowser https://{HOST}/"),
    ),
    "the address names somebody else": (
        evidence(held(HIDDEN), url=f"https://livia@{HOST}/octavia/aqueduct.git"),
        ("wrong-account", 11, REPLACE),
    ),
    "the address names somebody of whom nothing is kept": (
        evidence(nobody=REFUSED, others=(OTHER,), url=f"https://livia@{HOST}/o/r.git"),
        ("wrong-account", 11, f"git remote set-url origin https://octavia@{HOST}/o/r.git"),
    ),
    "no scope to read": (
        evidence(held(HIDDEN, account=with_scopes("gist"))),
        ("missing-scope", 12, f"{LOGIN} --scopes gist,repo"),
    ),
    "it is hidden or missing": (
        evidence(held(HIDDEN)),
        ("hidden", 12, f"python3 -m webbrowser https://{HOST}/octavia/aqueduct"),
    ),
    "a fine-grained token says nothing of scopes": (
        evidence(held(HIDDEN, account=Account(200, "octavia"))),
        ("hidden", 12, f"python3 -m webbrowser https://{HOST}/octavia/aqueduct"),
    ),
    "no scope to push in public": (
        evidence(held(account=with_scopes()), push=DENIED, seen=Seen(200)),
        ("missing-scope", 12, f"{LOGIN} --scopes public_repo,repo"),
    ),
    "no scope to push a gist": (
        evidence(held(account=with_scopes("repo")), push=DENIED, url=GIST),
        ("missing-scope", 12, f"{LOGIN} --scopes gist,repo"),
    ),
    "no scope for workflows": (
        evidence(held(account=with_scopes("repo")), workflows_ahead=True),
        ("missing-scope", 12, f"{LOGIN} --scopes repo,workflow"),
    ),
    "an archive": (
        evidence(held(), push=DENIED, seen=Seen(200, archived=True)),
        ("archived", 12, f"python3 -m webbrowser https://{HOST}/octavia/aqueduct/settings"),
    ),
    "may read and not push": (
        evidence(held(account=with_scopes("repo", login="brutus")), push=DENIED, seen=Seen(200)),
        ("read-only", 12, f"git remote set-url --push origin https://{HOST}/brutus/aqueduct.git"),
    ),
    "the server wants the name of the account beside the token": (
        evidence(held(Knock(403, "The user name …"), username="livia")),
        ("wrong-account", 11, REPLACE),
    ),
    "it is somewhere else by now": (
        evidence(held(Knock(301))),
        ("refused", 12, f"python3 -m webbrowser https://{HOST}/"),
    ),
    "a push is not known": (
        evidence(held(), push=Knock(401)),
        ("refused", 12, f"python3 -m webbrowser https://{HOST}/"),
    ),
    "a policy says no": (
        evidence(held(Knock(403, "Personal access tokens (classic) are forbidden."))),
        ("refused", 12, f"python3 -m webbrowser https://{HOST}/"),
    ),
}
FINE = {
    "all is well": (evidence(held()), []),
    "SSH lets in": (evidence(url=SSH, ssh=SshTried(opens=True)), []),
    "public": (evidence(nobody=OPEN), ["no-credential"]),
    "helpers agree": (evidence(held(), replace(OTHER, number=1)), []),
    "helpers differ": (evidence(held(), OTHER), ["several-helpers"]),
    "a helper hangs behind one that answers": (
        evidence(held(), silent=(Silent("x", "x", timed_out=True),)),
        ["silent-helper"],
    ),
    "a helper that just holds nothing": (evidence(held(), silent=(Silent("x", "x"),)), []),
    "pinned, and it works": (evidence(held(), manager=Manager("generic")), ["pinned-generic"]),
    "known to GCM": (evidence(held(), manager=Manager("github", accounts=("a", "b"))), []),
    "another name beside a token that works": (
        evidence(held(), url=f"https://livia@{HOST}/octavia/aqueduct.git"),
        ["wrong-account"],
    ),
    "a name that is nobody's": (evidence(held(), url=f"https://x-access-token@{HOST}/o/r"), []),
    "the same name in capitals": (evidence(held(), url=f"https://Octavia@{HOST}/o/r"), []),
    "workflows with the scope": (evidence(held(), workflows_ahead=True), []),
    "pushes have an address of their own": (
        evidence(held(), push=None, pushes_to="git@other.example:o/r.git"),
        ["push-elsewhere"],
    ),
    "a token that ends later": (evidence(held(expires_at=1_900_000_000)), []),
}


@pytest.mark.parametrize(("seen", "told"), RECORDED.values(), ids=RECORDED)
def test_the_cause_is_found_and_one_command_helps(seen, told):
    found = diagnose(seen)
    assert (found.cause.code, found.status, found.cause.cure) == told
    assert found.cause.says.endswith(".")
    assert shlex.split(found.cause.cure)


@pytest.mark.parametrize(("seen", "besides"), FINE.values(), ids=FINE)
def test_where_nothing_stops_git_the_status_is_zero(seen, besides):
    found = diagnose(seen)
    assert (found.cause, found.status) == (None, 0)
    assert [one.code for one in found.besides] == besides


def test_every_cause_is_found_somewhere():
    seen = [one for one, _ in (*RECORDED.values(), *FINE.values())]
    silent = [cause for cause in CAUSES if not any(cause(one) for one in seen)]
    assert silent == []


def test_with_a_terminal_gcm_asks_and_is_no_cause():
    manager = Manager(accounts=("octavia", "brutus"))
    found = diagnose(evidence(nobody=REFUSED, manager=manager, terminal=True))
    assert found.cause.code == "no-credential"


def test_what_the_server_said_stands_beside_the_cause():
    seen = RECORDED["may read and not push"][0]
    assert f"The server says: {DENIED.words}" in diagnose(seen).cause.because


def test_a_cure_can_be_pasted_whatever_the_remote_is_called():
    seen = replace(evidence(held(REFUSED, helper=None)), remote="a;rm b")
    assert shlex.split(diagnose(seen).cause.cure)[3:] == ["a;rm b", URL]
