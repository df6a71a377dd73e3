"""The address of the remote."""

import shlex

from watchword_client.remotes.remote_urls import Form
from watchword_client.why.causes.statuses import Family
from watchword_client.why.evidence import Evidence, Finding


def ssh_with_token(evidence: Evidence) -> Finding | None:
    """SSH does not let in, and a token is no use there."""
    if evidence.address.form is not Form.SSH or evidence.ssh is None or evidence.ssh.opens:
        return None
    because = [f"SSH says: {evidence.ssh.words}"] if evidence.ssh.words else []
    live = [one for one in evidence.held if one.account is not None and one.account.login]
    if live:
        because.append(f"{live[0].source} holds a token of {live[0].who} that works.")
    says = "The remote speaks SSH, where keys count and tokens do not, and it does not let you in."
    return Finding("ssh-remote", Family.REMOTE, says, "watchword remote https", tuple(because))


def pushes_elsewhere(evidence: Evidence) -> Finding | None:
    """Fetches and pushes have addresses of their own: only the first was looked at."""
    if not evidence.pushes_to:
        return None
    says = f"Pushes go elsewhere, to {evidence.pushes_to}; why they fail is another question."
    cure = shlex.join(("watchword", "why", evidence.pushes_to))
    return Finding("push-elsewhere", Family.REMOTE, says, cure, harmless=True)


def not_encrypted(evidence: Evidence) -> Finding | None:
    """Plain HTTP, over which helpers give no token away."""
    if evidence.address.form is not Form.HTTP:
        return None
    says = "The remote speaks HTTP without encryption; a token would be there for all to read."
    return Finding("http-remote", Family.REMOTE, says, "watchword remote https")
