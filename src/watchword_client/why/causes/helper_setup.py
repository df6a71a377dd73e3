"""How git's helpers are set up."""

from watchword_client.why.causes import cures
from watchword_client.why.causes.statuses import Family
from watchword_client.why.evidence import Evidence, Finding


def one_before_the_right_one(evidence: Evidence) -> Finding | None:
    """Several helpers answer, and the first does not answer best."""
    used = evidence.used
    if used is None:
        return None
    others = [one for one in evidence.held if one.number != used.number]
    if not others:
        return None
    better = next((one for one in others if one.opens), None)
    sources = " and ".join(dict.fromkeys(one.source for one in (used, *others)))
    says = f"Several helpers hold different things: {sources}. Git takes that of {used.source}."
    if used.opens or better is None:
        cure = cures.sign_in(evidence)
        return Finding("several-helpers", Family.HELPERS, says, cure, harmless=True)
    because = (f"That of {better.source}, of {better.who}, works.",)
    return Finding("several-helpers", Family.HELPERS, says, cures.replace(evidence, used), because)


def pinned(evidence: Evidence) -> Finding | None:
    """Git Credential Manager decided once that this is no server that it knows."""
    manager = evidence.manager
    if manager is None or manager.provider.lower() != "generic":
        return None
    scope = manager.provider_scope or "global"
    says = (
        f"Git Credential Manager is told by {manager.provider_key} (in the {scope} configuration)"
        " that this is a server of no known kind; it neither signs in there nor knows its tokens."
    )
    cure = cures.set_globally(f"credential.https://{evidence.host}.provider", "github", scope)
    opens = evidence.used is not None and evidence.used.opens
    return Finding("pinned-generic", Family.HELPERS, says, cure, harmless=opens)


def silent(evidence: Evidence) -> Finding | None:
    """A helper does not answer in time, or fails."""
    found = [one for one in evidence.silent if one.timed_out or one.failed]
    if not found:
        return None
    one = found[0]
    what = "does not answer within 2 seconds" if one.timed_out else f"fails: {one.failed}"
    says = f"One of git's helpers, {one.source}, {what}."
    cure = cures.sign_in(evidence)
    helped = evidence.used is not None or (evidence.nobody is not None and evidence.nobody.opens)
    return Finding("silent-helper", Family.HELPERS, says, cure, harmless=helped)
