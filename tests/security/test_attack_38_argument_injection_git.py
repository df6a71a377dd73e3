"""Attack 38: names that become options of git.

What is verified: no word that comes from a client stands in an argument list of git: refs, objects
and paths go in through pipes, as full names; folders are named by the server's own random keys.
"""

import pytest

from tests.git_client import ZERO
from tests.git_pushes import SIDE_BAND, Pusher
from tests.git_site import make_site
from tests.security.git_shim import Shim
from watchword.git_process.ref_writer import COMMAND as MOVING
from watchword.git_process.upload import COMMAND as FETCHING
from watchword.git_transport.pktline import packet

ATTACKS = [
    "--upload-pack=touch",
    "--output=/tmp/x",
    "--exec=id",
    "-x",
    "-c",
    "$(id)",
    "`id`",
    ";id",
    "|id",
    "&id",
    "'\"",
    "%s%n",
]


@pytest.fixture
def pusher(world, tmp_path):
    made = Pusher(make_site(world, tmp_path), tmp_path)
    made.shim = Shim(made.site, tmp_path)
    return made


def not_told(pusher, attack):
    """Whether no word, and none of its parts, is what the client sent."""
    words = [word for call in pusher.shim.calls() for word in call]
    values = [text for one in pusher.shim.environments() for text in one.values()]
    return not any(attack in (told.split() if len(attack) < 4 else told) for told in words + values)


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_name_of_a_ref_never_becomes_an_argument(pusher, attack):
    name = attack.replace("/", "_")
    tip = pusher.mine.commit({name: "x", ".github": {name: "y"}})
    for ref in (f"refs/heads/{attack}", f"refs/tags/a/{attack}", attack):
        pusher.push((ref, ZERO, tip))
    assert pusher.shim.calls()
    assert not_told(pusher, attack)
    assert {call[0] for call in pusher.shim.calls()} <= {
        "receive-pack",
        "cat-file",
        "for-each-ref",
    }


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_a_fetch_asks_for_never_becomes_an_argument(pusher, attack):
    pusher.there.commit({"a": "b"})
    prefix, option = (f"{word}{attack}".encode() for word in ("ref-prefix ", "server-option="))
    agent = [(b"user-agent", attack.encode())]
    # Refs are listed without a process; an option is something that git is left to judge.
    for capability, calls in ((b"", []), (packet(option), [list(FETCHING)])):
        body = b"0014command=ls-refs\n" + capability + b"0001" + packet(prefix) + b"0000"
        asked = pusher.site.post(pusher.path, body, token=pusher.secret, more=agent)
        assert pusher.site.run(asked).status == 200
        assert pusher.shim.calls() == calls
    assert not_told(pusher, attack)


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_capabilities_of_a_push_never_become_arguments(pusher, attack):
    tip = pusher.mine.commit({"a": "b"})
    told = f"{SIDE_BAND} agent={attack} object-format={attack} session-id={attack} {attack}"
    pusher.push(("refs/heads/main", ZERO, tip), capabilities=told)
    assert pusher.shim.calls()
    assert not_told(pusher, attack)


def test_refs_are_moved_for_the_web_without_a_name_among_the_words():
    assert MOVING == ("update-ref", "--stdin", "-z")
