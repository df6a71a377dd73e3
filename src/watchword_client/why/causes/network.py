"""The way to the server."""

import shlex

from watchword_client.why.causes import cures
from watchword_client.why.causes.statuses import Family
from watchword_client.why.evidence import Contact, Evidence, Finding, Knock, Reached

MANY_REQUESTS = 429
BUSY = frozenset({MANY_REQUESTS, 502, 503, 504})
WAIT = 30
"""Seconds, where the server does not say how many."""


def unreachable(evidence: Evidence) -> Finding | None:
    """No answer at all."""
    reached = evidence.reached
    if reached is None or reached.contact is not Contact.UNREACHABLE:
        return None
    says = f"{evidence.host} cannot be reached."
    return Finding(
        "unreachable", Family.NETWORK, says, f"curl -I https://{evidence.host}/", _told(reached)
    )


def untrusted(evidence: Evidence) -> Finding | None:
    """TLS of a CA that this machine does not trust."""
    reached = evidence.reached
    if reached is None or reached.contact is not Contact.UNTRUSTED:
        return None
    says = f"The certificate of {evidence.host} is not trusted by {reached.trusted_by}."
    because = [one for one in _told(reached) if one != says]
    if evidence.ca:
        because.append("You signed in with a CA that git itself was not told of yet.")
    else:
        because.append("Get CA.PEM from who runs the server, by a way that you trust.")
    # Without a slash at the end: Git Credential Manager would not find it.
    key = f"http.https://{evidence.host}.sslCAInfo"
    cure = cures.set_globally(key, evidence.ca or "CA.PEM")
    return Finding("untrusted", Family.TRUST, says, cure, tuple(because))


def stranger(evidence: Evidence) -> Finding | None:
    """Something else than a server of this kind."""
    reached = evidence.reached
    if reached is None or reached.contact is not Contact.STRANGER:
        return None
    says = f"{evidence.host} answers, but is no Watchword and no GitHub Enterprise Server."
    cure = cures.set_url(evidence, f"https://HOST:PORT/{evidence.address.path}")
    return Finding("stranger", Family.NETWORK, says, cure, _told(reached))


def busy(evidence: Evidence) -> Finding | None:
    """More than the server takes now, of this client or of all."""
    answers = [one.fetch for one in evidence.held] + [evidence.nobody, evidence.push]
    found = next((one for one in answers if one is not None and one.status in BUSY), None)
    if found is None:
        return None
    wait = found.retry_after or WAIT
    says = f"{evidence.host} takes no more requests now; it will in {wait} seconds."
    if found.status != MANY_REQUESTS:
        says = f"{evidence.host} is there, but what is behind it does not answer ({found.status})."
    again = f"sleep {wait} && git fetch {shlex.quote(evidence.remote or evidence.url)}"
    return Finding("busy", Family.NETWORK, says, again, _quoted(found))


def _told(reached: Reached) -> tuple[str, ...]:
    return (reached.words,) if reached.words else ()


def _quoted(knock: Knock) -> tuple[str, ...]:
    return (f"The server says: {knock.words}",) if knock.words else ()
