"""Attack 40: push options that forge what hooks read.

What is verified: they are checked and go no further; neither git nor a hook is told of them.
"""

import pytest

from tests.git_client import ZERO
from tests.git_pushes import SIDE_BAND, Pusher, read
from tests.git_site import make_site
from tests.security.git_shim import Shim
from watchword.git_transport.commands import BAD_OPTION, LONGEST_OPTION, MOST_OPTIONS
from watchword.git_transport.pktline import FLUSH, packet

WITH_OPTIONS = f"{SIDE_BAND} push-options"


@pytest.fixture
def pusher(world, tmp_path):
    made = Pusher(make_site(world, tmp_path), tmp_path)
    made.shim = Shim(made.site, tmp_path)
    return made


def push(pusher, *options):
    tip = pusher.mine.commit({"a": "b"})
    command = f"{ZERO} {tip} refs/heads/main\0{WITH_OPTIONS}".encode()
    told = b"".join(packet(one) for one in options) + FLUSH
    return pusher.send(packet(command) + FLUSH + told + pusher.pack(tip))


@pytest.mark.parametrize(
    "option",
    [b"a;b=c", b"x-large_blob_rejection_enabled=bool:false;", b"$(id)", "日本 = ü".encode(), b""],
)
def test_what_is_allowed_reaches_neither_git_nor_its_hook(pusher, option):
    came = read(push(pusher, option, b"marker-9e1"))
    assert came.done == ["refs/heads/main"]
    assert "marker-9e1" not in pusher.shim.everything()
    assert not any(
        name.startswith("GIT_PUSH_OPTION")
        for environment in pusher.shim.environments()
        for name in environment
    )


@pytest.mark.parametrize(
    "options",
    [
        [b"a\nb"],
        [b"a\rb"],
        [b"a\0b"],
        [b"\x1b]0;x\x07"],
        [b"\xff\xfe"],
        [b"x" * (LONGEST_OPTION + 1)],
        [b"x" * 60_000],
        [b"x"] * (MOST_OPTIONS + 1),
        [b"x"] * 5000,
        [b"fine", b"not\nfine"],
        ["line\u2028separator".encode()],
    ],
    ids=range(11),
)
def test_what_is_not_refuses_the_push(pusher, options):
    came = read(push(pusher, *options))
    assert came.refused == {"refs/heads/main": BAD_OPTION}
    assert pusher.refs() == {}
    assert not [call for call in pusher.shim.calls() if call[0] == "receive-pack"]


def test_a_flood_of_options_ends_the_request(pusher):
    reply = push(pusher, *[b"x" * 65_000] * 200)
    assert reply.status == 413
    assert pusher.refs() == {}
