"""Finding out about a remote: configuration, helpers and server are asked, nothing is changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from watchword_client.api import MARK, Api, Reply
from watchword_client.credential import Credential
from watchword_client.git import Git
from watchword_client.host import Host
from watchword_client.keep import holdings
from watchword_client.keep.holdings import Named
from watchword_client.remotes.remote_urls import Form, in_url
from watchword_client.remotes.remotes import Remote
from watchword_client.secret import Secret
from watchword_client.speaking import Exit, Trouble, plain
from watchword_client.token_format import Verdict
from watchword_client.why import gcm_accounts, pockets, ssh_trial
from watchword_client.why.evidence import (
    Account,
    Contact,
    Evidence,
    Held,
    Knock,
    Reached,
    Seen,
)
from watchword_client.why.knocking import FETCH, PUSH, knock
from watchword_client.why.pockets import Pocket

MOST_SECRETS = 4
"""How many different ones are tried: each dead one counts as a guess at the server."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Where the question is asked."""

    git: Git
    variables: Mapping[str, str]
    api: Api
    remote: Remote
    now: int
    terminal: bool
    known_ca: str | None = None
    """The file that was named by --ca at the sign-in."""

    @property
    def host(self) -> Host:
        """The server, as HTTPS knows it."""
        return self.api.host

    @property
    def url(self) -> str:
        """The repository's address over HTTPS, without name and secret."""
        return f"{self.host.url}/{in_url(self.remote.address.path)}"


def gather(ground: Ground) -> Evidence:
    """Ask in the order in which git would come to it, and no further than an answer is found."""
    address = ground.remote.address
    evidence = Evidence(
        remote=ground.remote.name,
        url=ground.remote.shown,
        address=address,
        host=ground.host.name,
        now=ground.now,
        terminal=ground.terminal,
        ca=_unused_ca(ground),
        pushes_to=ground.remote.pushes_to,
    )
    if address.form is Form.SSH:
        evidence = replace(
            evidence, ssh=ssh_trial.attempt(ground.git, ground.variables, ground.remote.url)
        )
        if evidence.ssh is not None and evidence.ssh.opens:
            return evidence
    evidence = replace(evidence, reached=_reach(ground))
    if evidence.reached is None or evidence.reached.contact is not Contact.ANSWERED:
        return evidence
    return _with_credentials(ground, evidence)


def _unused_ca(ground: Ground) -> str:
    known = ground.known_ca
    if known is None or not Path(known).is_file() or ground.api.trust.ca == Path(known):
        return ""
    return known


def _reach(ground: Ground) -> Reached:
    source = ground.api.trust.source
    try:
        reply = ground.api.get("/meta")
    except Trouble as trouble:
        untrusted = trouble.exit_code == Exit.UNTRUSTED
        contact = Contact.UNTRUSTED if untrusted else Contact.UNREACHABLE
        return Reached(contact, plain(trouble.message), source)
    if MARK not in reply.headers and reply.status < 500:  # a proxy may answer for it
        return Reached(Contact.STRANGER, f"It answers {reply.status} to /api/v3/meta.", source)
    if ground.variables.get("SSL_CERT_FILE") and ground.api.trust.ca is None:
        return _as_git(ground, source)
    return Reached(Contact.ANSWERED, "", source)


def _as_git(ground: Ground, source: str) -> Reached:
    """Where SSL_CERT_FILE made us trust: git may be built so that it does not look there."""
    words = ("-c", "credential.helper=", "ls-remote", ground.url)
    complaint = ground.git.run(*words).complaint
    lines = [line for line in complaint.splitlines() if "certificate" in line.lower()]
    if lines:
        return Reached(Contact.UNTRUSTED, plain(lines[0]), "git, which passes SSL_CERT_FILE over")
    return Reached(Contact.ANSWERED, "", source)


def _with_credentials(ground: Ground, evidence: Evidence) -> Evidence:
    git = ground.git.with_variables(gcm_accounts.HARMLESS)
    helpers = holdings.named(git, ground.host)
    asked = _asked(ground, git)
    emptied = pockets.empty(git, ground.remote.url, asked, helpers, ground.now)
    tried = _try(ground, emptied.pockets)
    evidence = replace(
        evidence,
        held=tuple(one.held for one in tried),
        silent=emptied.silent,
        manager=gcm_accounts.look(git, ground.host, helpers),
        others=() if tried else _of_others(ground, git, asked, helpers),
    )
    if evidence.speaks_https and not tried:
        return replace(evidence, nobody=knock(ground.api, ground.url, FETCH))
    if evidence.speaks_https and tried[0].held.fetch and not tried[0].held.is_refused:
        evidence = _with_rights(ground, evidence, tried[0])
    return evidence


def _asked(ground: Ground, git: Git) -> Credential:
    """What git would ask its helpers for."""
    address = ground.remote.address
    named = "" if address.form is Form.SSH else address.user
    named = named or git.url_value("credential.username", ground.url) or ""
    asked = Credential.of(ground.host, named or None)
    if git.url_value("credential.useHttpPath", ground.url, "bool") == "true":
        asked = replace(asked, path=ground.remote.address.path)
    return asked


def _of_others(
    ground: Ground, git: Git, asked: Credential, helpers: Sequence[Named]
) -> tuple[Held, ...]:
    """What they hold of other accounts than the one that the address names."""
    if asked.username is None:
        return ()
    anybody = replace(asked, username=None)
    found = pockets.empty(git, ground.url, anybody, helpers, ground.now)
    return tuple(one.held for one in found.pockets)


def _try(ground: Ground, found: Sequence[Pocket]) -> list[Pocket]:
    """Each different secret is tried once."""
    tried: dict[int, Held] = {}
    results = []
    for pocket in found:
        number = pocket.held.number
        if number not in tried and len(tried) < MOST_SECRETS:
            tried[number] = _tried(ground, pocket)
        known = tried.get(number)
        if known is not None:
            fetch, account = known.fetch, known.account
            held = replace(pocket.held, fetch=fetch, account=account)
            results.append(replace(pocket, held=held))
        else:
            results.append(pocket)
    return results


def _tried(ground: Ground, pocket: Pocket) -> Held:
    held = pocket.held
    fetch = None
    if ground.remote.address.form is not Form.SSH:
        fetch = knock(ground.api, ground.url, FETCH, held.username, pocket.secret)
    refused = fetch is not None and fetch.status == 401  # no need to guess twice
    if refused or held.verdict is not Verdict.WHOLE:
        return replace(held, fetch=fetch)
    reply = ground.api.get("/user", pocket.secret)
    login = plain(str(reply.fields.get("login") or ""))
    words = reply.message if reply.status >= 400 else ""
    scopes = None if reply.scopes is None else frozenset(map(plain, reply.scopes))
    return replace(held, fetch=fetch, account=Account(reply.status, login, scopes, words))


def _with_rights(ground: Ground, evidence: Evidence, used: Pocket) -> Evidence:
    """What a push gets, and what the API shows of the repository."""
    push: Knock | None = None
    if used.held.opens and not evidence.pushes_to:
        push = knock(ground.api, ground.url, PUSH, used.held.username, used.secret)
    seen = None
    if evidence.owned and used.held.verdict is Verdict.WHOLE:
        seen = _seen(ground.api, evidence.repository, used.secret)
    return replace(evidence, push=push, seen=seen, workflows_ahead=_workflows_ahead(ground))


def _seen(api: Api, repository: str, token: Secret) -> Seen:
    reply: Reply = api.get(f"/repos/{repository}", token)
    rights = reply.fields.get("permissions")
    accepted = reply.headers.get("x-accepted-oauth-scopes", "").split(",")
    return Seen(
        reply.status,
        private=bool(reply.fields.get("private")),
        archived=bool(reply.fields.get("archived")),
        can_push=bool(rights.get("push")) if isinstance(rights, dict) else False,
        accepted=frozenset(plain(one.strip()) for one in accepted if one.strip()),
    )


def _workflows_ahead(ground: Ground) -> bool:
    """Whether commits that the remote has not seen change workflows."""
    if not ground.remote.name:
        return False
    ahead = ("rev-list", "-1", "HEAD", "--not", f"--remotes={ground.remote.name}")
    return bool(ground.git.run(*ahead, "--", ".github/workflows").text)
