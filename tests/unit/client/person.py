"""A person's machine with real git, a companion on it, and a server that answers from a table."""

import os
from dataclasses import dataclass, field

from watchword_client.api import Reply
from watchword_client.companion import Companion
from watchword_client.credential import Credential
from watchword_client.git import Git
from watchword_client.host import Host
from watchword_client.secret import Secret
from watchword_client.sign_ins import SignIns
from watchword_client.speaking import Exit, Trouble

HOST = Host("git.example.test")
HELPER = """#!/bin/sh
# Keeps one credential in a file of its own name; forgets it on erase.
f="$HOME/$(basename "$0").kept"
case "$1" in
get) cat "$f" 2>/dev/null ;;
store) cat >"$f" ;;
erase) rm -f "$f" ;;
esac
"""


@dataclass
class Server:
    """Knows tokens by their text: login, scopes and expiry header."""

    tokens: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    revoked: list[str] = field(default_factory=list)
    reachable: bool = True
    host: Host = HOST

    def get(self, path, token=None):
        self._must_be_reachable()
        if path == "/meta":
            return Reply(200, {"x-github-request-id": "1"}, {"installed_version": "3.17.0"})
        known = self.tokens.get(token.text)
        if known is None:
            return Reply(401, {}, {"message": "Bad credentials"})
        login, scopes, expiry = known
        headers = {"x-oauth-scopes": scopes}
        if expiry:
            headers["github-authentication-token-expiration"] = expiry
        return Reply(200, headers, {"login": login})

    def post(self, path, fields):
        self._must_be_reachable()
        assert path == "/login/oauth/revoke"
        self.revoked.append(fields["token"])
        self.tokens.pop(fields["token"], None)
        return Reply(200, {}, None)

    def must_be_a_server(self):
        return self.get("/meta")

    def close(self):
        """There is no connection."""

    def _must_be_reachable(self):
        if not self.reachable:
            raise Trouble("git.example.test cannot be reached.", "", Exit.UNREACHABLE)


@dataclass(frozen=True, slots=True)
class CompanionOfTest(Companion):
    """A companion whose way leads to that server."""

    server: Server

    def api(self, host, ca=None):
        del host, ca
        return self.server


class Person:
    """Somebody at a machine of their own."""

    def __init__(self, home):
        self.home = home
        self.variables = {
            "HOME": str(home),
            "PATH": f"{home}/bin{os.pathsep}/usr/bin{os.pathsep}/bin",
            "GIT_CONFIG_NOSYSTEM": "1",
            "XDG_STATE_HOME": str(home / "state"),
        }
        self.git = Git(self.variables, home)
        self.server = Server()
        state = SignIns(home / "state/watchword")
        self.companion = CompanionOfTest(self.variables, self.git, state, self.server)

    def helper(self, name, text=HELPER):
        """Put a credential helper of that name on PATH."""
        path = self.home / "bin" / f"git-credential-{name}"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)

    def names(self, *helpers, key="credential.helper"):
        """Let git's configuration name these helpers."""
        self.git.set_global(key, helpers)

    def keeps(self, helper, login, secret):
        """Let a helper keep something for the host."""
        kept = Credential.of(HOST).with_secret(login, Secret(secret), None, None)
        self.git.ask(helper, "store", kept)

    def kept(self, helper):
        """The secret that a helper holds for the host; None where it holds none."""
        found = self.git.ask(helper, "get", Credential.of(HOST)).credential
        return found.password.text if found and found.password else None

    def configuration(self):
        """What the person's own configuration says of credentials."""
        return [(one.key, one.value) for one in self.git.entries(r"^credential\.")]
