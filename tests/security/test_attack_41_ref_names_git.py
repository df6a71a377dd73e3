"""Attack 41: names of refs that leave their place, hide, collide, or are too many.

What is verified: a push makes files below `refs/` under the names that git itself allows, and in
no namespace of the server's own; half a million refs are told of without being held in memory.
"""

import resource
import unicodedata

import pytest

from tests.git_client import ZERO
from tests.git_pushes import Pusher
from tests.git_site import make_site
from watchword.ref_updates import rules

REFUSED = {
    "refs/heads/-x": rules.FUNNY,
    "refs/heads/--upload-pack=id": rules.FUNNY,
    "refs/tags/-f": rules.FUNNY,
    "refs/heads/..": rules.FUNNY,
    "refs/heads/../../config": rules.FUNNY,
    "refs/../hooks/pre-receive": rules.FUNNY,
    "refs/heads/a/../b": rules.FUNNY,
    "refs/heads/a@{1}": rules.FUNNY,
    "refs/heads/a.lock": rules.FUNNY,
    "refs/heads/a.lock/b": rules.FUNNY,
    "refs/heads/.a": rules.FUNNY,
    "refs/heads/a.": rules.FUNNY,
    "refs/heads/a//b": rules.FUNNY,
    "refs/heads//a": rules.FUNNY,
    "refs/heads/": rules.FUNNY,
    "/refs/heads/a": rules.FUNNY,
    "refs/heads/a\\b": rules.FUNNY,
    "refs/heads/a~1": rules.FUNNY,
    "refs/heads/a^": rules.FUNNY,
    "refs/heads/a:b": rules.FUNNY,
    "refs/heads/a?": rules.FUNNY,
    "refs/heads/*": rules.FUNNY,
    "refs/heads/[a]": rules.FUNNY,
    "HEAD": rules.FUNNY,
    "refs/heads/HEAD": rules.FUNNY,
    "config": rules.FUNNY,
    "objects/info/alternates": rules.FUNNY,
    "packed-refs": rules.FUNNY,
    "FETCH_HEAD": rules.FUNNY,
    "refs/pull/1/head": rules.HIDDEN_REF,
    "refs/watchword/x": rules.HIDDEN_REF,
    "refs/heads/" + "x" * 245: rules.TOO_LONG,
    "refs/heads/" + "x/" * 5000 + "x": rules.TOO_LONG,
    "refs/heads/" + "a" * 40: rules.LIKE_AN_OBJECT,
}


@pytest.fixture
def pusher(world, tmp_path):
    return Pusher(make_site(world, tmp_path), tmp_path)


@pytest.fixture
def tip(pusher):
    return pusher.mine.commit({"a": "b"})


def files(pusher):
    """All files of the repository but its objects."""
    return {
        str(found.relative_to(pusher.there.path))
        for found in pusher.there.path.rglob("*")
        if found.is_file() and "objects" not in found.parts
    }


def test_bad_names_are_refused_each_with_its_reason_and_no_file_appears(pusher, tip):
    before = files(pusher)
    came = pusher.push(*((ref, ZERO, tip) for ref in REFUSED))
    assert came.refused == REFUSED
    assert came.done == []
    assert files(pusher) == before


def test_a_bad_name_does_not_keep_a_good_one_from_being_pushed(pusher, tip):
    came = pusher.push(("refs/heads/../x", ZERO, tip), ("refs/heads/good", ZERO, tip))
    assert came.done == ["refs/heads/good"]
    assert pusher.refs() == {"refs/heads/good": tip}


@pytest.mark.parametrize("line", [b"\xff\xfe", b"a\nrefs/heads/b", b"a b", b"a\tb", b"a\x7f"])
def test_names_that_no_line_can_hold_end_the_push(pusher, tip, line):
    from watchword.git_transport.pktline import FLUSH, packet

    head = f"{ZERO} {tip} refs/heads/".encode() + line + b"\0report-status side-band-64k"
    reply = pusher.send(packet(head) + FLUSH + pusher.pack(tip))
    assert reply.status == 400
    assert pusher.refs() == {}


def test_look_alikes_and_other_cases_are_names_of_their_own(pusher, tip):
    composed = unicodedata.normalize("NFC", "é")
    decomposed = unicodedata.normalize("NFD", "é")
    names = ["main", "Main", "MAIN", "m\u0430in", composed, decomposed, "日本", "@", "a@b", "v1.0"]
    came = pusher.push(*((f"refs/heads/{name}", ZERO, tip) for name in names))
    assert came.refused == {}
    assert pusher.refs().keys() == {f"refs/heads/{name}" for name in names}


@pytest.mark.parametrize(
    ("first", "second"), [("a", "a/b"), ("a/b", "a")], ids=["file first", "folder first"]
)
def test_a_clash_of_file_and_folder_refuses_the_second(pusher, tip, first, second):
    assert pusher.push((f"refs/heads/{first}", ZERO, tip)).done
    assert f"refs/heads/{second}" in pusher.push((f"refs/heads/{second}", ZERO, tip)).refused
    both = pusher.push(("refs/heads/c", ZERO, tip), ("refs/heads/c/d", ZERO, tip))
    assert len(both.done) == 1
    assert len(both.refused) == 1


def test_half_a_million_refs_are_told_of_in_bounded_memory(pusher, tip):
    pusher.push(("refs/heads/main", ZERO, tip))
    count = 500_000
    with (pusher.there.path / "packed-refs").open("w") as file:
        file.write("# pack-refs with: peeled fully-peeled sorted \n")
        file.writelines(f"{tip} refs/tags/t{number:06}\n" for number in range(count))
    taken = 0

    async def story():
        nonlocal taken
        client = pusher.site.begin(pusher.path, token=pusher.secret)

        async def send(message):
            nonlocal taken
            taken += len(message.get("body", b""))

        client._send = send
        client.send(b"0014command=ls-refs\n0000")
        return await client.answer()

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    pusher.site.run(story())
    assert taken > count * 60
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 32 * 1024
