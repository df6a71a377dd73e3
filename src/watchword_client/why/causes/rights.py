"""A live credential that may not do it (GitHub Enterprise Server's statuses and scopes)."""

from watchword_client.why.causes import cures
from watchword_client.why.causes.statuses import Family
from watchword_client.why.evidence import Evidence, Finding, Knock

REPO, PUBLIC, GIST, WORKFLOW = "repo", "public_repo", "gist", "workflow"
HIDDEN, DENIED = 404, 403


def suspended(evidence: Evidence) -> Finding | None:
    """The account, not the token."""
    used = evidence.used
    words = used.account.words if used and used.account else ""
    if used is None or "suspended" not in words:
        return None
    says = f"The account of {used.who} is suspended on {evidence.host}."
    because = (f"The server says: {words}", "The token lives again when the account does.")
    return Finding("suspended", Family.RIGHTS, says, cures.look(evidence, ""), because)


def scope_to_read(evidence: Evidence) -> Finding | None:
    """The token may not see private repositories at all."""
    used = evidence.used
    if used is None or used.scopes is None or _status(used.fetch) != HIDDEN or REPO in used.scopes:
        return None
    if not evidence.owned:
        return None
    says = f"The token of {used.who} has no scope {REPO}, which private repositories need."
    because = (_has(used.scopes), "If there is no such repository, the answer is the same.")
    return _missing(evidence, used.scopes, REPO, says, because)


def hidden(evidence: Evidence) -> Finding | None:
    """Missing and hidden look the same, on purpose."""
    used = evidence.used
    if used is None or _status(used.fetch) != HIDDEN:
        return None
    says = (
        f"There is no {evidence.repository} that {used.who} may see: it does not exist, is written"
        " differently, or is private and not shared with that account."
    )
    because = ["The server does not tell which, so that nobody can find out what is there."]
    other = [one for one in evidence.held if one.number != used.number and one.opens]
    because += [f"{one.source} holds a token of {one.who} that may." for one in other]
    cure = cures.look(evidence, evidence.repository)
    return Finding("hidden", Family.RIGHTS, says, cure, tuple(because))


def scope_to_write(evidence: Evidence) -> Finding | None:
    """The token may read and, by its scopes, not write."""
    used = evidence.used
    if used is None or used.scopes is None or _status(evidence.push) != DENIED:
        return None
    needed = _needed_to_write(evidence)
    if needed & used.scopes:
        return None
    wanted = PUBLIC if PUBLIC in needed else min(needed)
    says = f"The token of {used.who} has no scope {wanted}, which this push needs."
    because = (_has(used.scopes), *_quoted(evidence.push))
    return _missing(evidence, used.scopes, wanted, says, because)


def scope_for_workflows(evidence: Evidence) -> Finding | None:
    """What is to be pushed changes workflows."""
    used = evidence.used
    if used is None or used.scopes is None or not evidence.workflows_ahead:
        return None
    if WORKFLOW in used.scopes or evidence.is_gist:
        return None
    says = (
        "What is to be pushed changes .github/workflows, and the token of"
        f" {used.who} has no scope {WORKFLOW}."
    )
    return _missing(evidence, used.scopes, WORKFLOW, says, (_has(used.scopes),))


def archived(evidence: Evidence) -> Finding | None:
    """Nobody writes there any more."""
    if evidence.seen is None or not evidence.seen.archived or _status(evidence.push) != DENIED:
        return None
    says = f"{evidence.repository} is archived: it can be read, and nobody can push to it."
    cure = cures.look(evidence, f"{evidence.repository}/settings")
    return Finding("archived", Family.RIGHTS, says, cure, _quoted(evidence.push))


def read_only(evidence: Evidence) -> Finding | None:
    """The account may read and not write."""
    used = evidence.used
    if used is None or not used.opens or _status(evidence.push) != DENIED:
        return None
    says = f"{used.who} may read {evidence.repository} and not push to it."
    fork = f"https://{evidence.host}/{used.who}/{evidence.address.path.rpartition('/')[2]}"
    cure = cures.set_url(evidence, fork, pushing=True)
    because = (*_quoted(evidence.push), "Ask its owner for access, or push to a fork of your own.")
    return Finding("read-only", Family.RIGHTS, says, cure, because)


def refused(evidence: Evidence) -> Finding | None:
    """Any other answer than git's own: a policy, a network, another place."""
    used = evidence.used
    if used is None:
        return None
    found = next((one for one in (used.fetch, evidence.push) if one and not one.opens), None)
    if found is None:
        return None
    says = (
        f"{evidence.host} does not let {used.who} do this: it answers with status {found.status}."
    )
    return Finding("refused", Family.RIGHTS, says, cures.look(evidence, ""), _quoted(found))


def _missing(
    evidence: Evidence,
    scopes: frozenset[str],
    wanted: str,
    says: str,
    because: tuple[str, ...],
) -> Finding:
    cure = cures.sign_in(evidence, scopes | {wanted, REPO})
    return Finding("missing-scope", Family.RIGHTS, says, cure, because)


def _needed_to_write(evidence: Evidence) -> frozenset[str]:
    """Any of them (GHES behaviour)."""
    if evidence.is_gist:
        return frozenset({GIST})
    private = evidence.seen is not None and evidence.seen.private
    return frozenset({REPO}) if private else frozenset({REPO, PUBLIC})


def _status(knock: Knock | None) -> int:
    return knock.status if knock is not None else 0


def _has(scopes: frozenset[str]) -> str:
    return f"Its scopes: {', '.join(sorted(scopes)) or 'none'}."


def _quoted(knock: Knock | None) -> tuple[str, ...]:
    return (f"The server says: {knock.words}",) if knock is not None and knock.words else ()
