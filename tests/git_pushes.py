"""Pushes spoken by hand, in one process: somebody with a history of their own and a token."""

import os
import subprocess
from dataclasses import dataclass

from tests.git_client import ZERO, packets
from tests.git_site import Site
from tests.histories import History
from watchword.git_transport import report, sideband
from watchword.git_transport.pktline import FLUSH, Mark, packet
from watchword.git_transport.sideband import Band
from watchword.ref_updates.events import Pushed
from watchword.repositories.model import Repository

SIDE_BAND = "report-status side-band-64k"


@dataclass
class Came:
    """What came of a push."""

    status: int
    refused: dict[str, str]
    done: list[str]
    said: str
    """What was shown to the person."""
    unpack: str = ""


class Pusher:
    """Somebody with a history of their own and a token."""

    def __init__(self, site: Site, folder, *scopes: str, login: str = "ann") -> None:
        self.site = site
        self.owner = site.world.user(login)
        self.token, secret = site.world.token(self.owner, *(scopes or ("repo",)))
        self.secret = secret.text
        self.mine = History(folder / "mine")
        self.repository, self.there = site.repository(self.owner, "theirs")

    @property
    def path(self) -> str:
        return f"/{self.repository.full_name}.git"

    def pack(self, *commits: str) -> bytes:
        given = "".join(f"{one}\n" for one in commits).encode()
        return subprocess.run(
            ["git", "pack-objects", "--revs", "--stdout", "-q"],
            cwd=self.mine.path,
            input=given,
            capture_output=True,
            check=True,
            env={"PATH": os.environ["PATH"]},
        ).stdout

    def body(self, *commands, capabilities=SIDE_BAND, pack=None) -> bytes:
        lines = [f"{old} {new} {ref}".encode() for ref, old, new in commands]
        lines[0] += b"\0" + capabilities.encode()
        news = [new for _, _, new in commands if new != ZERO]
        content = self.pack(*news) if pack is None and news else pack or b""
        return b"".join(packet(one) for one in lines) + FLUSH + content

    def push(self, *commands, secret=None, **more) -> Came:
        """Push commands: ref, old, new."""
        return read(self.send(self.body(*commands, **more), secret))

    def send(self, body, secret=None):
        token = self.secret if secret is None else secret
        service = "git-receive-pack"
        return self.site.run(self.site.post(self.path, body, service, token=token))

    def refs(self) -> dict[str, str]:
        lines = self.there.git("for-each-ref", "--format=%(refname) %(objectname)").splitlines()
        return dict(line.split(" ") for line in lines)

    def recorded(self) -> list[dict[str, object]]:
        """The pushes in the log."""
        facts = self.site.world.read(lambda work: work.events.latest(100, name=Pushed.name))
        return [fact.body for fact in facts]

    def current(self) -> Repository:
        found = self.site.world.read(
            lambda work: work.repositories.by_id(self.repository.id, self.owner.id)
        )
        assert found is not None
        return found


def read(reply) -> Came:
    if reply.status != 200:
        return Came(reply.status, {}, [], reply.body.decode())
    text, said = b"", b""
    for one in packets(reply.body):
        if isinstance(one, Mark):
            continue
        band, payload = sideband.read(one)
        if band is Band.DATA:
            text += payload
        else:
            said += payload
    found = report.parse(text)
    return Came(200, found.refused, found.done, said.decode(), found.unpack)
