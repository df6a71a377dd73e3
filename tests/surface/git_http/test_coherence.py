"""Whatever happens to a repository, two workers answer as the installed git does at that moment.

Random pushes, changes behind the server's back, repacks and prunings, one after the other, while
both workers are asked. An answer that came during a change may tell what was before or what is
after it, and of refs what git reads while they change; one that was asked for afterwards tells what
is after it. `make soak` does it for longer.
"""

import asyncio
import os
import random
import subprocess
import sys
from collections import Counter
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.git_client import ZERO, packets
from tests.git_pushes import Pusher, read
from tests.git_site import make_site
from tests.surface.git_http.test_shared_answers import fetch_of
from watchword.git_transport.pktline import DELIMITER, FLUSH, Mark, packet
from watchword.kernel.clock import SystemClock

QUOTA = 2**26
HEAD = packet(b"command=ls-refs\n") + packet(b"agent=git/2.39.5")
LIST = HEAD + DELIMITER + packet(b"peel\n") + packet(b"symrefs\n") + packet(b"unborn\n") + FLUSH


class Life:
    """A repository to which things happen, and two workers that serve it."""

    def __init__(self, build, folder, seed: int) -> None:
        self.chance = random.Random(seed)
        first = build(quota=QUOTA)
        second = make_site(first.world, folder, quota=QUOTA)
        first.world.clock.seconds = SystemClock().seconds
        self.workers = (first, second)
        self.pusher = Pusher(first, folder)
        self.there = self.pusher.there
        self.tags: list[str] = []
        self.pushed = [ZERO]
        self.allowed: dict[bytes, list[object]] = {}
        self.tips = [self.there.commit({"a": str(number)}, branch=None) for number in range(6)]
        self.served = Counter()
        self.did = Counter()

    @property
    def variables(self) -> dict[str, str]:
        runner = self.workers[0].git.runner
        return runner.environment.variables("version=2")

    def of_git(self, body: bytes) -> bytes:
        """What the installed git answers just now."""
        command = ["git", "upload-pack", "--strict", "--stateless-rpc", "."]
        done = subprocess.run(
            command,
            cwd=self.there.path,
            env=self.variables,
            input=body,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        return done.stdout

    async def ask(self, worker: int, body: bytes, after: float = 0) -> bytes:
        await asyncio.sleep(after)
        path, token = self.pusher.path, self.pusher.secret
        reply = await self.workers[worker].post(path, body, token=token)
        assert reply.status == 200
        self.served["from a file" if reply.from_file else "made"] += 1
        return reply.body

    def query(self) -> bytes:
        """Something to ask for."""
        if self.chance.random() < 0.4:
            return LIST
        # Which tags come along is told by the refs alone.
        return fetch_of(self.tip(), more=[b"include-tag"])

    def note(self) -> None:
        """Note what may be answered from now on, as something has just happened."""
        for query, allowed in self.allowed.items():
            allowed.append(told(self.of_git(query)))

    async def live(self) -> None:
        """Let one thing happen while both workers are asked; then ask them again."""
        self.allowed = {self.query(): []}
        await asyncio.to_thread(self.note)
        happening = self.chance.choices(*zip(*EVENTS.items(), strict=True))[0]
        self.did[happening.__name__] += 1
        asked = [(worker, query) for query in self.allowed for worker in (0, 1)]
        early, late = asked[::2], asked[1::2]
        *answers, _ = await asyncio.gather(
            *(self.ask(*one) for one in early),
            *(self.ask(*one, after=0.004) for one in late),
            happening(self),
        )
        await asyncio.to_thread(self.note)
        for (_, query), answer in zip(early + late, answers, strict=True):
            said, allowed = told(answer), self.allowed[query]
            mixed = query == LIST and is_mixture(said, allowed)
            assert said in allowed or mixed, happening.__name__
        for worker, query in asked:
            answer = await self.ask(worker, query)
            assert told(answer) == self.allowed[query][-1], happening.__name__

    def some(self) -> str:
        return f"refs/{self.chance.choice(('heads', 'tags'))}/r{self.chance.randrange(5)}"

    def tip(self) -> str:
        return self.chance.choice(self.tips)


def told(answer: bytes) -> tuple[object, ...]:
    """What an answer says, however git packs it, and whatever it remarks beside it."""
    sent = packets(answer)
    carried = b"".join(one[1:] for one in sent if isinstance(one, bytes) and one[:1] == b"\x01")
    beside = [one for one in sent if isinstance(one, Mark) or one[:1] not in {b"\x01", b"\x02"}]
    return objects_in(carried) if carried else "", *beside


def is_mixture(answer: tuple[object, ...], moments: list[tuple[object, ...]]) -> bool:
    """Whether git may have read these refs, one after the other, while time went on.

    It reads HEAD first: beside a HEAD of one moment any other ref is as it was then or later.
    """
    read, *shown = map(by_name, (answer, *moments))
    while shown and shown[0].get(b"HEAD") != read.get(b"HEAD"):
        del shown[0]
    names = set(read).union(*shown)
    return bool(shown) and all(read.get(one) in [then.get(one) for then in shown] for one in names)


def by_name(answer: tuple[object, ...]) -> dict[bytes, bytes]:
    """The lines of a list of refs."""
    return {one.split()[1]: one for one in answer if isinstance(one, bytes)}


@lru_cache(maxsize=64)
def objects_in(pack: bytes) -> str:
    """The ids of all objects of a pack."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "one.pack")
        path.write_bytes(pack)
        subprocess.run(["git", "index-pack", path], capture_output=True, check=True)
        index = path.with_suffix(".idx").read_bytes()
    shown = subprocess.run(["git", "show-index"], input=index, capture_output=True, check=True)
    return "".join(sorted(line.split()[1] for line in shown.stdout.decode().splitlines()))


def git(*command: str):
    """Something that happens behind the server's back, by a command of git."""

    async def happening(life) -> None:
        words = [word(life) if callable(word) else word for word in command]
        await asyncio.to_thread(life.there.git, *words)

    happening.__name__ = " ".join(word for word in command if isinstance(word, str))
    return happening


def happens(act):
    """Something that takes other ways."""

    async def happening(life) -> None:
        await asyncio.to_thread(act, life)

    happening.__name__ = act.__name__
    return happening


async def nothing(life) -> None:
    """The same answers as before may be given again."""


@happens
def there_and_back(life) -> None:
    name, tip = life.some(), life.tip()
    for one in (tip, life.tips[0], tip):
        life.there.git("update-ref", name, one)
        life.note()


@happens
def annotated_tag(life) -> None:
    text = f"object {life.tip()}\ntype commit\ntag v\ntagger A <a@example.test> 1700000000 +0000\n"
    made = life.there.git("mktag", given=f"{text}\n{life.chance.random()}\n".encode())
    life.tags = [*life.tags[-3:], made]
    life.there.git("update-ref", f"refs/tags/a{life.chance.randrange(2)}", made)


@happens
def new_commit(life) -> None:
    files = {"a": str(life.chance.random())}
    made = life.there.commit(files, "x", life.tip(), branch=None)
    life.tips = [*life.tips[-5:], made]
    life.there.git("update-ref", "refs/heads/main", made)


@happens
def loose_by_hand(life) -> None:
    """A loose file, written over as it lies, with the stamp that it had."""
    overwrite(life.there.path / "refs/heads/main", lambda _: f"{life.tip()}\n".encode())


@happens
def packed_by_hand(life) -> None:
    """The packed refs, written over as they lie, with the stamp that they had."""

    def change(content: bytes) -> bytes:
        # Without what tags lead to: it is read from the tags then.
        lines = [line for line in content.splitlines() if line[:1] not in b"#^"]
        changing = [number for number, line in enumerate(lines) if b"/pushed" not in line]
        for number in life.chance.sample(changing, min(1, len(changing))):
            new = life.chance.choice([*life.tips, *life.tags]).encode()
            lines[number] = new + lines[number][40:]
        return b"".join(line + b"\n" for line in lines)

    overwrite(life.there.path / "packed-refs", change)


def overwrite(path, change) -> None:
    if path.exists():
        before = path.stat()
        with path.open("r+b", buffering=0) as file:
            content = change(file.read())
            file.seek(0)
            file.write(content)
            file.truncate()
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@happens
def prune(life) -> None:
    for number, tip in enumerate([*life.tips, *life.tags]):
        life.there.git("update-ref", f"refs/keep/{number}", tip)
        life.note()
    life.there.git("repack", "-adq")
    life.there.git("prune", "--expire=now")


async def push(life) -> None:
    pusher, ref = life.pusher, "refs/heads/pushed"
    old = life.pushed[-1] if len(life.pushed) > 1 else ZERO
    new = await asyncio.to_thread(
        pusher.mine.commit, {"a": str(life.chance.random())}, "x", branch=None
    )
    site = life.workers[life.chance.randrange(2)]
    body = await asyncio.to_thread(pusher.body, (ref, old, new))
    reply = await site.post(pusher.path, body, "git-receive-pack", token=pusher.secret)
    assert read(reply).done == [ref], reply.body
    life.pushed.append(new)


update_ref = git("update-ref", Life.some, Life.tip)
delete = git("update-ref", "-d", Life.some)
pack_refs = git("pack-refs", "--all")
point_head = git("symbolic-ref", "HEAD", Life.some)
point_head_back = git("symbolic-ref", "HEAD", "refs/heads/main")
repack = git("repack", "-adkq")
EVENTS = {
    nothing: 24,
    update_ref: 12,
    there_and_back: 6,
    loose_by_hand: 6,
    annotated_tag: 8,
    new_commit: 12,
    push: 8,
    delete: 10,
    pack_refs: 9,
    packed_by_hand: 8,
    point_head: 4,
    point_head_back: 2,
    repack: 3,
    prune: 4,
}


def test_two_workers_answer_as_git_does_whatever_happens(build, tmp_path, operations, seed):
    life = Life(build, tmp_path, seed)

    async def story():
        for number in range(operations):
            await life.live()
            if sys.stdout.isatty() and number % 100 == 99:
                print(f"{number + 1} of {operations}", flush=True)

    life.workers[0].run(story())
    assert life.served["from a file"] > operations // 2, (life.served, life.did)
    assert all(life.did[one.__name__] for one in EVENTS), life.did
