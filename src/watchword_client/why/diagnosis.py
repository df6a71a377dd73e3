"""From evidence to causes: which are looked for, and which counts most."""

from collections.abc import Callable
from dataclasses import dataclass

from watchword_client.why.causes import account, address, credential, helper_setup, network, rights
from watchword_client.why.evidence import Evidence, Finding

CAUSES: tuple[Callable[[Evidence], Finding | None], ...] = (
    network.unreachable,
    network.untrusted,
    network.stranger,
    address.ssh_with_token,
    address.not_encrypted,
    network.busy,
    helper_setup.one_before_the_right_one,
    credential.mistyped,
    credential.expired,
    credential.stale_password,
    credential.dead,
    helper_setup.pinned,
    account.manager_cannot_ask,
    account.another_is_kept,
    helper_setup.silent,
    credential.nothing_kept,
    rights.suspended,
    account.wrong_account,
    rights.scope_to_read,
    rights.hidden,
    rights.archived,
    rights.scope_to_write,
    rights.read_only,
    rights.refused,
    rights.scope_for_workflows,
    address.pushes_elsewhere,
)
"""What must be right first stands first: the first that is found is the cause."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What is wrong, what helps, and what else was noticed."""

    cause: Finding | None
    """None: nothing stops git."""
    besides: tuple[Finding, ...] = ()
    """Harmless by themselves."""

    @property
    def status(self) -> int:
        """The exit status."""
        return self.cause.status if self.cause is not None else 0


def diagnose(evidence: Evidence) -> Diagnosis:
    """Look for every cause; of those that stop git, the first is the one to be cured."""
    found = [one for one in (cause(evidence) for cause in CAUSES) if one is not None]
    stopping = [one for one in found if not one.harmless]
    return Diagnosis(stopping[0] if stopping else None, tuple(one for one in found if one.harmless))
