"""No credential, or one that opens nothing."""

from watchword_client.token_format import Verdict
from watchword_client.why.causes import cures
from watchword_client.why.causes.statuses import Family
from watchword_client.why.evidence import Evidence, Finding, Held
from watchword_client.words import day

NO_PROMPT = "Git uses it without asking, so you are never asked for another."


def mistyped(evidence: Evidence) -> Finding | None:
    """A character of a token was lost or changed: its checksum tells so, before any server does."""
    used = _refused(evidence)
    if used is None or used.verdict is not Verdict.MISTYPED:
        return None
    says = f"The token in {used.source} is mistyped: its checksum is wrong."
    return _told(evidence, used, "mistyped-token", says)


def expired(evidence: Evidence) -> Finding | None:
    """The helper knows that its time is over."""
    used = _refused(evidence)
    if used is None or used.expires_at is None or used.expires_at > evidence.now:
        return None
    says = f"The token in {used.source} ended on {day(used.expires_at)}."
    return _told(evidence, used, "expired-token", says)


def stale_password(evidence: Evidence) -> Finding | None:
    """A password from before, which is no token."""
    used = _refused(evidence)
    if used is None or used.verdict is not Verdict.NO_TOKEN:
        return None
    says = f"A password of {used.who} is kept in {used.source}, and git takes tokens only."
    return _told(evidence, used, "stale-password", says)


def dead(evidence: Evidence) -> Finding | None:
    """A whole token that the server does not know, or knows no more."""
    used = _refused(evidence)
    if used is None:
        return None
    says = f"The token in {used.source} opens nothing on {evidence.host}."
    unsaid = "The server does not say whether it expired, was revoked, or never was one of its own."
    return _told(evidence, used, "dead-token", says, unsaid)


def nothing_kept(evidence: Evidence) -> Finding | None:
    """No helper holds anything; harmless where everybody may read."""
    if evidence.held or not evidence.speaks_https or evidence.nobody is None:
        return None
    if evidence.nobody.opens:
        says = "Everybody may read this; to push, git needs a token, and none is kept here."
    else:
        says = f"No helper holds anything for {evidence.host}."
    because = () if evidence.terminal else ("There is no terminal at which git could ask you.",)
    cure = cures.sign_in(evidence)
    opens = evidence.nobody.opens
    return Finding("no-credential", Family.CREDENTIAL, says, cure, because, harmless=opens)


def _refused(evidence: Evidence) -> Held | None:
    used = evidence.used
    return used if used is not None and used.is_refused else None


def _told(evidence: Evidence, used: Held, code: str, says: str, *more: str) -> Finding:
    because = [*more, NO_PROMPT]
    if used.fetch is not None and used.fetch.words:
        because.append(f"The server says: {used.fetch.words}")
    return Finding(code, Family.CREDENTIAL, says, cures.replace(evidence, used), tuple(because))
