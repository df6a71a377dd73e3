"""Where a server answers over SSH: it says so of each repository (`ssh_url`, GHES behaviour)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from watchword_client import trust
from watchword_client.api import Api
from watchword_client.credential import Credential
from watchword_client.git import Git
from watchword_client.host import Host
from watchword_client.keep import holdings
from watchword_client.remotes.remote_urls import Form, Server, parse
from watchword_client.speaking import Trouble
from watchword_client.token_format import Verdict
from watchword_client.why import gcm_accounts, pockets

ANY = "/user/repos?per_page=1"
"""All repositories of a server name the same port."""


def ask(git: Git, variables: Mapping[str, str], server: Server) -> Server:
    """Ask for the port where a token is kept for the server; else SSH's own port is taken."""
    try:
        host = Host.parse(server.authority)
    except ValueError:
        return server
    asker = git.with_variables(gcm_accounts.HARMLESS)
    helpers = holdings.named(asker, host)
    found = pockets.empty(asker, host.url, Credential.of(host), helpers, 0).pockets
    tokens = [one.secret for one in found if one.held.verdict is Verdict.WHOLE]
    if not tokens:
        return server
    api = Api(host, trust.find(host, git, variables))
    try:
        return replace(server, ssh_port=_port(api.get(ANY, tokens[0]).body))
    except Trouble:
        return server
    finally:
        api.close()


def _port(body: Any) -> int | None:
    one = body[0] if isinstance(body, list) and body else body
    said = one.get("ssh_url") if isinstance(one, dict) else None
    found = parse(said) if isinstance(said, str) else None
    return found.port if found is not None and found.form is Form.SSH else None
