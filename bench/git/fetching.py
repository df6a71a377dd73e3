"""Recorded requests sent by curl, which discards the answers; their status and size are checked.

Not by git: its client takes longer to index a pack than any server takes to send it.
"""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from bench.git.recorded import HEADERS, PATH, Request
from bench.peers.address import GitAddress
from bench.running import LONGEST, Failed, environment, found, run

ALIKE = 0.01
"""By which part answers to the same request may differ in size: git chooses as it runs."""


@dataclass(frozen=True)
class Answer:
    """What curl tells of one answer."""

    status: int
    size: int


class Fetcher:
    """curl with a recorded request, for one repository at one address."""

    def __init__(self, folder: Path, address: GitAddress, name: str, request: Request) -> None:
        """Keep the request and the password in files of that folder, which is made."""
        folder.mkdir(parents=True)
        self._folder = folder
        self._url = f"{address.url}/{name}.git{PATH}"
        body, self._config = folder / "body", folder / "config"
        body.write_bytes(request.packed)
        told = [*HEADERS, "Content-Encoding: gzip", address.authorization]
        lines = [f'header = "{line}"' for line in told]
        lines += [
            f'data-binary = "@{body}"',
            "silent",
            "show-error",
            "no-progress-meter",
            "http1.1",
        ]
        lines += ['write-out = "%{http_code} %{size_download}\\n"']
        if address.url.startswith("https:"):
            lines += [f'cacert = "{address.certificate}"']
        self._config.touch(0o600)
        self._config.write_text("\n".join(lines) + "\n")
        self._environment = environment(folder / "home")
        self._size = 0

    def check(self) -> None:
        """Fetch once and let git read the whole pack. Raises Failed where it is not good."""
        answer, pack = self._folder / "answer", self._folder / "pack"
        told = run(self._argv("-o", str(answer)), self._environment)
        (first,) = _answers(told)
        if first.status != 200:
            raise Failed(f"{self._url} answered with {first.status}")
        pack.write_bytes(pack_of(answer.read_bytes()))
        scratch = self._folder / "scratch.git"
        git = found("git")
        run([git, "init", "-q", "--bare", str(scratch)], self._environment)
        with pack.open("rb") as stream:
            argv = [git, "-C", str(scratch), "index-pack", "--stdin"]
            done = subprocess.run(
                argv,
                stdin=stream,
                env=self._environment,
                capture_output=True,
                timeout=LONGEST,
                check=False,
            )
        if done.returncode:
            raise Failed(f"{self._url}: not a good pack: {done.stderr.decode()}")
        self._size = first.size
        for file in (answer, pack):
            file.unlink()

    def fetch(self, times: int = 1) -> None:
        """Send the request so often at once, a process each. Raises Failed on a wrong answer."""
        argv = self._argv("-o", "/dev/null")
        running = [
            subprocess.Popen(argv, env=self._environment, stdout=subprocess.PIPE, text=True)
            for _ in range(times)
        ]
        wrong = []
        for process in running:
            told, _ = process.communicate(timeout=LONGEST)
            wrong += [answer for answer in _answers(told) if not self.is_good(answer)]
            wrong += [Answer(0, 0)] * (process.returncode != 0)
        if wrong:
            raise Failed(f"{self._url}: {len(wrong)} of {times} answers were wrong: {wrong[0]}")

    def begin_many(self, times: int) -> "subprocess.Popen[str]":
        """Send the request so often at once by a single process; it tells of each answer."""
        argv = [found("curl"), "-K", str(self._config), "-Z", "--parallel-immediate"]
        argv += ["--parallel-max", str(times), "-o", "/dev/null", f"{self._url}#[1-{times}]"]
        return subprocess.Popen(argv, env=self._environment, stdout=subprocess.PIPE, text=True)

    def good_ones(self, told: str) -> int:
        """How many of the answers that `begin_many` told of are right."""
        return sum(self.is_good(answer) for answer in _answers(told))

    def is_good(self, answer: Answer) -> bool:
        """Whether status and size are right."""
        return answer.status == 200 and abs(answer.size - self._size) <= ALIKE * self._size

    def _argv(self, *words: str) -> list[str]:
        return [found("curl"), "-K", str(self._config), *words, self._url]


def _answers(told: str) -> list[Answer]:
    found_ = []
    for line in told.splitlines():
        status, size = line.split()
        found_.append(Answer(int(status), int(size)))
    return found_


def pack_of(answer: bytes) -> bytes:
    """The pack inside an answer to a fetch: band 1 of its side bands. Raises Failed."""
    at, parts = 0, []
    while at + 4 <= len(answer):
        length = int(answer[at : at + 4], 16)
        block = answer[at + 4 : at + length]
        if block[:1] == b"\x01":
            parts.append(block[1:])
        elif block[:1] == b"\x03":
            raise Failed(f"git told of an error: {block[1:].decode(errors='replace')}")
        at += max(length, 4)
    return b"".join(parts)
