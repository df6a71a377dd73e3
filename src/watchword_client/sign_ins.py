"""What the companion remembers of its sign-ins: no secrets, in a file that only its owner reads.

It tells which tokens are the companion's own, to be revoked when it signs out, from those that the
person made and may use elsewhere.
"""

import contextlib
import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Final

from watchword_client.host import Host
from watchword_client.speaking import Trouble

NAME: Final = "sign-ins.json"


@dataclass(frozen=True, slots=True)
class SignIn:
    """One host, and what was last kept for it."""

    host: str
    login: str
    helper: str
    """The value of `credential.https://HOST.helper` that was written."""
    last_eight: str
    """Of the token that was kept."""
    obtained: bool
    """The companion got it from the server; False for one that was given by --with-token."""
    renewed: bool = False
    """The helper gets the next token by itself: of that one, the last eight are not known here."""
    scopes: list[str] = field(default_factory=list)
    signed_in_at: int = 0
    """Seconds since 1970-01-01 UTC; so is the other."""
    expires_at: int | None = None
    ca: str | None = None
    """The file that was named by --ca."""


class SignIns:
    """The file, read anew at each look."""

    def __init__(self, folder: Path) -> None:
        """Take the folder; it is made when something is to be remembered."""
        self._folder = folder
        self.path = folder / NAME

    def all(self) -> list[SignIn]:
        """All of them, by host; what cannot be read is as if it was not there."""
        try:
            found = json.loads(self.path.read_text("utf-8"))
        except (OSError, ValueError):
            return []
        listed = found.get("sign_ins", []) if isinstance(found, dict) else []
        read = (_sign_in(one) for one in listed)
        return sorted((one for one in read if one is not None), key=lambda one: one.host)

    def of(self, host: Host) -> SignIn | None:
        """The one of a host."""
        return next((one for one in self.all() if one.host == host.name), None)

    def hosts(self) -> list[Host]:
        """All hosts that somebody signed in to from here."""
        return [Host(one.host) for one in self.all()]

    def remember(self, sign_in: SignIn) -> None:
        """Put it in the place of the host's last one. Raises Trouble."""
        self._write([one for one in self.all() if one.host != sign_in.host] + [sign_in])

    @contextlib.contextmanager
    def remembering(self, sign_in: SignIn) -> Iterator[None]:
        """Remember it, unless the block fails. Raises Trouble."""
        before = self.all()
        self.remember(sign_in)
        try:
            yield
        except BaseException:
            self._write(before)
            raise

    def forget(self, host: Host) -> None:
        """Let go of what was known of a host. Raises Trouble."""
        left = [one for one in self.all() if one.host != host.name]
        if self.path.exists():
            self._write(left)

    def _write(self, sign_ins: list[SignIn]) -> None:
        text = json.dumps({"sign_ins": [asdict(one) for one in sign_ins]}, indent=2)
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            # 0600 from the start, and in place as a whole or not at all.
            descriptor, part = tempfile.mkstemp(dir=self._folder, prefix=f".{NAME}.")
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text + "\n")
            Path(part).replace(self.path)
        except OSError as error:
            raise Trouble(f"{self.path} cannot be written: {error.strerror}.") from error


def _sign_in(found: Any) -> SignIn | None:
    known = {one.name for one in fields(SignIn)}
    try:
        sign_in = SignIn(**{key: value for key, value in found.items() if key in known})
        Host.parse(sign_in.host)
    except (TypeError, AttributeError, ValueError):
        return None
    return sign_in
