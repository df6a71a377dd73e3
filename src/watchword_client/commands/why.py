"""`watchword why`: the cause and the cure of a clone that fails."""

import sys
from collections.abc import Iterator

import click

from watchword_client import machine, trust
from watchword_client.api import Api
from watchword_client.companion import Companion
from watchword_client.git import Git
from watchword_client.host import Host
from watchword_client.remote_host import https_of
from watchword_client.remotes import remotes
from watchword_client.speaking import Exit, Trouble, answers_json, tell_json
from watchword_client.why.diagnosis import Diagnosis, diagnose
from watchword_client.why.evidence import Evidence, Finding
from watchword_client.why.gathering import Ground, gather


@click.command()
@click.argument("remote", required=False, metavar="[REMOTE]")
@answers_json
def why(remote: str | None, *, as_json: bool) -> None:
    """Say why git fails here, and what helps.

    REMOTE is a name or an address; by default the remote that the branch follows. Nothing is
    changed, and no secret is shown.

    The exit status is 0 where nothing is wrong, 3 and 4 as everywhere, 10 for the credential, 11
    for the account, 12 for rights, 13 for the remote's address, 14 for git's helpers.
    """
    companion = Companion.of_machine()
    git, variables = companion.git, companion.variables
    meant = remotes.find(git, remote)
    host = _host(git, meant)
    api = Api(host, trust.of_git(host, git, variables))
    known = companion.sign_ins.of(host)
    try:
        asks = sys.stdin.isatty() and variables.get("GIT_TERMINAL_PROMPT") != "0"
        ground = Ground(
            git, variables, api, meant, machine.now(), asks, known.ca if known else None
        )
        evidence = gather(ground)
    finally:
        api.close()
    found = diagnose(evidence)
    if as_json:
        tell_json(_document(evidence, found))
    else:
        for line in _lines(evidence, found):
            click.echo(line)
    if found.status:
        raise click.exceptions.Exit(found.status)


def _host(git: Git, meant: remotes.Remote) -> Host:
    server = https_of(git, meant.address)
    try:
        return Host.parse(server.authority)
    except ValueError as error:
        raise Trouble(f"{error}.", "Look at the remote's address.", Exit.USAGE) from error


def _lines(evidence: Evidence, found: Diagnosis) -> Iterator[str]:
    name = f"{evidence.remote}: " if evidence.remote else ""
    yield f"{name}{evidence.url}"
    for one in (found.cause, *found.besides):
        if one is None:
            yield _all_is_well(evidence)
            continue
        yield one.says
        yield from (f"  {line}" for line in one.because)
    helps = found.cause or next(iter(found.besides), None)
    if helps is not None:
        yield "This helps:" if found.cause else "If you want to change that:"
        yield f"  {helps.cure}"


def _all_is_well(evidence: Evidence) -> str:
    if evidence.ssh is not None:
        return "Nothing is wrong: SSH lets you in, by a key. No token is needed there."
    used = evidence.used
    if used is None:
        return "Nothing is wrong with reading: everybody may."
    verb = "read and push to" if evidence.push is not None and evidence.push.opens else "read"
    return f"Nothing is wrong: {used.who} may {verb} it, with what is in {used.source}."


def _document(evidence: Evidence, found: Diagnosis) -> dict[str, object]:
    return {
        "remote": evidence.remote or None,
        "url": evidence.url,
        "host": evidence.host,
        "status": found.status,
        "cause": _finding(found.cause),
        "besides": [_finding(one) for one in found.besides],
        "held": [
            {
                "source": one.source,
                "username": one.username or None,
                "login": (one.account.login if one.account else "") or None,
                "form": one.verdict.value,
                "secret": one.number,
                "expires_at": one.expires_at,
                "scopes": None if one.scopes is None else sorted(one.scopes),
                "opens": one.opens if one.fetch else None,
            }
            for one in evidence.held
        ],
    }


def _finding(one: Finding | None) -> dict[str, object] | None:
    if one is None:
        return None
    return {"code": one.code, "says": one.says, "because": list(one.because), "cure": one.cure}
