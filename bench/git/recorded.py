"""Requests as a git of this machine makes them: recorded, to be sent again without git."""

import gzip
import subprocess
from dataclasses import dataclass
from pathlib import Path

from bench.running import LONGEST, Failed, found

SPECIAL = {b"0000": b"0000", b"0001": b"0001"}
HEADERS = (
    "Content-Type: application/x-git-upload-pack-request",
    "Accept: application/x-git-upload-pack-result",
    "Git-Protocol: version=2",
    "User-Agent: git/2",
)
PATH = "/git-upload-pack"


@dataclass(frozen=True)
class Request:
    """The body of one POST to git-upload-pack, protocol version 2."""

    body: bytes

    @property
    def packed(self) -> bytes:
        """The body as git sends it where it is long: gzip."""
        return gzip.compress(self.body, mtime=0)


def requests(words: list[str], env: dict[str, str], trace: Path) -> list[Request]:
    """Run git and read from its trace what it asks for. Raises Failed."""
    trace.unlink(missing_ok=True)
    more = {"GIT_TRACE_PACKET": str(trace)}
    argv = [found("git"), "-c", "protocol.version=2", *words]
    done = subprocess.run(argv, env=env | more, capture_output=True, timeout=LONGEST, check=False)
    if done.returncode:
        raise Failed(f"{' '.join(argv[:4])} …: {done.stderr.decode(errors='replace')[-2000:]}")
    return read_trace(trace.read_bytes())


def read_trace(trace: bytes) -> list[Request]:
    """Give the requests of a trace: from the word "command=" to the next flush packet."""
    found_, body = [], b""
    for line in trace.splitlines():
        _, _, told = line.partition(b"packet: ")
        who, arrow, said = told.partition(b"> ")
        if not arrow or b"upload-pack" in who:
            continue
        if not body and not said.startswith(b"command="):
            continue
        body += SPECIAL.get(said) or b"%04x%b\n" % (len(said) + 5, said)
        if said == b"0000":
            found_.append(Request(body))
            body = b""
    return found_


def clone_request(source: Path, scratch: Path, env: dict[str, str]) -> Request:
    """What `git clone` asks for after it knows the references."""
    target = scratch / "recorded-clone"
    words = ["clone", "-q", "--bare", f"file://{source}", str(target)]
    *_, last = requests(words, env, scratch / "trace")
    return last


def listing_request(source: Path, scratch: Path, env: dict[str, str], prefix: str) -> Request:
    """What `git fetch` of references with one prefix asks for first."""
    target = scratch / "recorded-fetch"
    subprocess.run([found("git"), "init", "-q", "--bare", str(target)], env=env, check=True)
    told = f"{prefix}*:refs/remotes/origin/*"
    words = ["-C", str(target), "fetch", "-q", "--no-tags", f"file://{source}", told]
    first, *_ = requests(words, env, scratch / "trace")
    return first
