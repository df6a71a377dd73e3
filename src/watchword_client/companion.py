"""What every verb works with: git, what was remembered, and the way to a server."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from watchword_client import machine, trust
from watchword_client.api import Api
from watchword_client.git import Git
from watchword_client.host import Host
from watchword_client.sign_ins import SignIns


@dataclass(frozen=True, slots=True)
class Companion:
    """One run of the companion on this machine."""

    variables: Mapping[str, str]
    git: Git
    sign_ins: SignIns

    @classmethod
    def of_machine(cls) -> "Companion":
        """What the environment says."""
        variables = machine.variables()
        folder = machine.state_folder(variables, machine.platform())
        return cls(variables, Git(variables), SignIns(folder))

    def api(self, host: Host, ca: Path | None = None) -> Api:
        """The way to a server; a CA that was named at the sign-in goes on to count."""
        if ca is None:
            known = self.sign_ins.of(host)
            named = Path(known.ca) if known is not None and known.ca else None
            found = trust.find(host, self.git, self.variables)
            if found.ca is None and named is not None:
                found = trust.find(host, self.git, self.variables, named)
            return Api(host, found)
        return Api(host, trust.find(host, self.git, self.variables, ca))
