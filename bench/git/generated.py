"""Repositories from a fixed seed: the same objects on each machine, made by git fast-import."""

import random
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.running import Failed, found, run

SEED = 20_270_101
BEGAN = 1_700_000_000
WHO = "A. Uthor <author@example.test>"
WORDS = [f"word{number:x}" for number in range(4096)]


@dataclass(frozen=True)
class Shape:
    """How much a repository holds."""

    name: str
    commits: int
    bulk: int
    """Bytes of a file that cannot be compressed, new in each commit."""
    texts: int
    """Text files that each commit changes by a line."""


LARGE = Shape("large", commits=7_400, bulk=13_400, texts=2)
"""About 50,000 objects and 100 MB."""
MEDIUM = Shape("medium", commits=2_200, bulk=13_400, texts=2)
LESS_LARGE = Shape("large", commits=740, bulk=13_400, texts=2)
SMALL = Shape("small", commits=200, bulk=200, texts=1)


def pushed(mebibytes: int) -> Shape:
    """What is pushed: a commit for each MiB that cannot be compressed."""
    return Shape(f"push{mebibytes}", commits=mebibytes, bulk=1 << 20, texts=0)


def make(shape: Shape, folder: Path, env: dict[str, str]) -> Path:
    """Make a bare repository, packed as a server keeps it: one pack, bitmap, commit graph."""
    path = folder / f"{shape.name}.git"
    git = found("git")
    run([git, "init", "-q", "--bare", "--initial-branch=main", str(path)], env)
    argv = [git, "-C", str(path), "fast-import", "--quiet"]
    importing = subprocess.Popen(argv, env=env, stdin=subprocess.PIPE)
    assert importing.stdin
    with importing.stdin as stream:
        for block in _stream(shape):
            stream.write(block)
    if importing.wait():
        raise Failed("git fast-import did not take what was generated.")
    pack(path, env)
    return path


def commit(path: Path, env: dict[str, str]) -> None:
    """Add one small commit to the main branch of a bare repository."""
    git = [found("git"), "-C", str(path)]
    tip = run([*git, "rev-parse", "main"], env).strip()
    stream = (
        f"commit refs/heads/main\ncommitter {WHO} {BEGAN} +0000\ndata 6\nChange\nfrom {tip}\n"
        f"M 644 inline latest.txt\ndata {len(tip)}\n{tip}\n\n"
    )
    run([*git, "fast-import", "--quiet"], env, stream)


def wide(files: int, folder: Path, env: dict[str, str]) -> Path:
    """Make a bare repository of so many files in one folder, from ten commits."""
    path = folder / "wide.git"
    git = found("git")
    run([git, "init", "-q", "--bare", "--initial-branch=main", str(path)], env)
    stream = []
    for commit in range(10):
        message = f"Add part {commit}"
        stream.append(f"commit refs/heads/main\ncommitter {WHO} {BEGAN + commit} +0000\n")
        stream.append(f"data {len(message)}\n{message}\n")
        for number in range(commit, files, 10):
            content = f"This is file {number}.\n"
            stream.append(f"M 644 inline file-{number:04}.txt\ndata {len(content)}\n{content}\n")
    run([git, "-C", str(path), "fast-import", "--quiet"], env, "".join(stream))
    return path


def pack(path: Path, env: dict[str, str]) -> None:
    """Bring a bare repository into the state that maintenance leaves."""
    git = [found("git"), "-C", str(path)]
    run([*git, "repack", "-q", "-ad", "--write-midx", "--write-bitmap-index"], env)
    run([*git, "pack-refs", "--all"], env)
    run([*git, "commit-graph", "write", "--reachable", "--no-progress"], env)


def size(path: Path, env: dict[str, str]) -> str:
    """Say how much a packed repository holds."""
    git = [found("git"), "-C", str(path)]
    told = dict(line.split(": ") for line in run([*git, "count-objects", "-v"], env).splitlines())
    refs = len(run([*git, "for-each-ref"], env).splitlines())
    megabytes = (int(told["size-pack"]) << 10) / 1e6
    return f"{refs} references, {int(told['in-pack']):,} objects, {megabytes:,.1f} MB"


def _stream(shape: Shape) -> Iterator[bytes]:
    """The input of fast-import."""
    chance = random.Random(f"{SEED} {shape}")
    texts: dict[str, list[str]] = {}
    for number in range(shape.commits):
        files = {f"bulk/{number % 40}/{number % 200}.bin": chance.randbytes(shape.bulk)}
        for _ in range(shape.texts):
            name = f"bulk/{number % 40}/notes{chance.randrange(5)}.txt"
            lines = texts.setdefault(name, [])
            lines.insert(chance.randrange(len(lines) + 1), " ".join(chance.choices(WORDS, k=9)))
            del lines[60:]
            files[name] = "\n".join(lines).encode() + b"\n"
        when = f"{BEGAN + 600 * number} +0000"
        message = f"Change {number}"
        yield f"commit refs/heads/main\ncommitter {WHO} {when}\n".encode()
        yield f"data {len(message)}\n{message}\n".encode()
        for name, content in files.items():
            yield f"M 644 inline {name}\ndata {len(content)}\n".encode() + content + b"\n"
        if number % 50 == 49:
            yield f"reset refs/tags/v{number // 50}\nfrom refs/heads/main\n\n".encode()
