"""Attack 45: packs that are small on the wire and large when they are opened, and bad objects.

What is verified: a pack larger than the limit is refused; what swells does so in git's process,
within its bound, and not in the server's; objects that harm a client who checks them out are
refused; faults of real histories are not.
"""

import hashlib
import resource
import struct
import zlib

import pytest

from tests.git_client import ZERO
from tests.git_pushes import Pusher
from tests.git_site import make_site
from watchword.git_process import runner

MEBIBYTE = 2**20


@pytest.fixture
def pusher(world, tmp_path):
    return Pusher(make_site(world, tmp_path, largest_push=8 * MEBIBYTE), tmp_path)


def size_of(kind: int, size: int) -> bytes:
    """The header of an object in a pack (gitformat-pack(5))."""
    first, rest = kind << 4 | size & 15, size >> 4
    found = []
    while rest:
        found.append(first | 128)
        first, rest = rest & 127, rest >> 7
    return bytes([*found, first])


def pack(*objects: tuple[int, bytes]) -> bytes:
    """A pack of objects: their kind (1 commit, 2 tree, 3 blob) and content."""
    text = b"PACK" + struct.pack(">II", 2, len(objects))
    text += b"".join(size_of(kind, len(data)) + zlib.compress(data) for kind, data in objects)
    return text + hashlib.sha1(text).digest()


def name(kind: str, data: bytes) -> str:
    return hashlib.sha1(f"{kind} {len(data)}\0".encode() + data).hexdigest()


def tree(*entries: tuple[bytes, bytes, str]) -> bytes:
    return b"".join(mode + b" " + path + b"\0" + bytes.fromhex(oid) for mode, path, oid in entries)


def commit(root: bytes, who: bytes = b"A <a@example.test> 1700000000 +0000") -> bytes:
    return b"tree %b\nauthor %b\ncommitter %b\n\nx\n" % (name("tree", root).encode(), who, who)


def push(pusher, *objects: tuple[int, bytes]):
    """Push objects; the first is the commit."""
    tip = name("commit", objects[0][1])
    return pusher.push(("refs/heads/main", ZERO, tip), pack=pack(*objects))


def push_file(pusher, path: bytes, data: bytes, mode: bytes = b"100644"):
    root = tree((mode, path, name("blob", data)))
    return push(pusher, (1, commit(root)), (2, root), (3, data))


def test_a_pack_beyond_the_limit_is_refused(pusher):
    noise = __import__("random").Random(1).randbytes(9 * MEBIBYTE)
    came = push_file(pusher, b"noise", noise)
    assert "refs/heads/main" in came.refused
    assert "exceeds maximum allowed size" in came.said
    assert pusher.refs() == {}


def test_a_huge_object_swells_in_gits_process_and_not_in_the_servers(pusher):
    zeros = bytes(400 * MEBIBYTE)
    body = pusher_body(pusher, zeros)
    del zeros
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    reply = pusher.send(body)
    assert reply.status == 200
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 32 * 1024


def pusher_body(pusher, data: bytes) -> bytes:
    root = tree((b"100644", b"zeros", name("blob", data)))
    tip = commit(root)
    packed = pack((1, tip), (2, root), (3, data))
    assert len(packed) < MEBIBYTE
    return pusher.body(("refs/heads/main", ZERO, name("commit", tip)), pack=packed)


def test_git_has_a_bound_on_its_memory(pusher, monkeypatch):
    monkeypatch.setattr(runner, "MOST_MEMORY", 48 * MEBIBYTE)
    # Below the size from which git streams an object, above what it may have.
    came = push_file(pusher, b"zeros", bytes(60 * MEBIBYTE))
    assert "refs/heads/main" in came.refused
    assert pusher.refs() == {}
    monkeypatch.undo()
    assert push_file(pusher, b"zeros", bytes(60 * MEBIBYTE)).done == ["refs/heads/main"]


def test_a_deep_chain_of_deltas_is_taken_and_read(pusher):
    mine = pusher.mine
    tip = mine.commit({"f": "start"})
    lines = []
    for number in range(1500):
        lines.append(f"line {number} of a file that grows\n")
        if number % 5 == 0:
            tip = mine.commit({"f": "".join(lines)}, "x", tip)
    mine.git("repack", "-adfq", "--depth=4095", "--window=10")
    assert pusher.push(("refs/heads/main", ZERO, tip)).done == ["refs/heads/main"]
    pusher.there.git("fsck", "--strict")


def test_a_bomb_of_trees_is_stored_and_not_unfolded(pusher):
    blob = b"x"
    below, mode, objects = name("blob", blob), b"100644", [(3, blob)]
    for _ in range(24):
        level = tree(*((mode, b"%02d" % number, below) for number in range(10)))
        objects.append((2, level))
        below, mode = name("tree", level), b"40000"
    came = push(pusher, (1, commit(objects[-1][1])), *objects)
    assert came.done == ["refs/heads/main"]


def test_a_bomb_of_trees_below_the_workflows_is_not_unfolded_either(pusher):
    blob = b"x"
    below, mode, objects = name("blob", blob), b"100644", [(3, blob)]
    for _ in range(24):
        level = tree(*((mode, b"%02d" % number, below) for number in range(10)))
        objects.append((2, level))
        below, mode = name("tree", level), b"40000"
    github = tree((b"40000", b"workflows", below))
    root = tree((b"40000", b".github", name("tree", github)))
    came = push(pusher, (1, commit(root)), (2, root), (2, github), *objects)
    assert "without `workflow` scope" in came.refused["refs/heads/main"]


@pytest.mark.parametrize(
    ("path", "data", "mode"),
    [
        (b".git", b"x", b"100644"),
        (b".GIT", b"x", b"100644"),
        (b"..", b"x", b"100644"),
        (b"a/b", b"x", b"100644"),
        (b"git~1", b"x", b"100644"),
        (b".g\xe2\x80\x8cit", b"x", b"100644"),
        (b".gitmodules", b"/etc/passwd", b"120000"),
        (b".gitmodules", b'[submodule "x"]\n\tpath = x\n\turl = -u./payload\n', b"100644"),
        (b".gitmodules", b'[submodule "../../x"]\n\tpath = x\n\turl = https://a/b\n', b"100644"),
        (b".gitmodules", b'[submodule "x"]\n\tpath = -x\n\turl = https://a/b\n', b"100644"),
        (b".gitattributes", b"* " + b"x" * 5000 + b"\n", b"100644"),
    ],
    ids=range(11),
)
def test_objects_that_harm_who_checks_them_out_are_refused(pusher, path, data, mode):
    came = push_file(pusher, path, data, mode)
    assert list(came.refused) == ["refs/heads/main"]
    assert pusher.refs() == {}


def test_an_entry_that_is_there_twice_is_refused(pusher):
    blob = name("blob", b"x")
    root = tree((b"100644", b"a", blob), (b"100644", b"a", blob))
    assert push(pusher, (1, commit(root)), (2, root), (3, b"x")).refused


@pytest.mark.parametrize(
    "who",
    [b"A <a@example.test> 1700000000 +051800", b"A <a@example.test>1700000000 +0000"],
    ids=["time zone", "space before date"],
)
def test_faults_of_real_histories_are_taken(pusher, who):
    root = tree((b"100644", b"a", name("blob", b"x")))
    came = push(pusher, (1, commit(root, who)), (2, root), (3, b"x"))
    assert came.done == ["refs/heads/main"]


def test_zero_padded_modes_of_real_histories_are_taken(pusher):
    below = tree((b"100644", b"a", name("blob", b"x")))
    root = tree((b"040000", b"below", name("tree", below)))
    came = push(pusher, (1, commit(root)), (2, root), (2, below), (3, b"x"))
    assert came.done == ["refs/heads/main"]
