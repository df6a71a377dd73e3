"""Attack 39: the header `Git-Protocol` on its way into the environment of a process.

What is verified: whatever it holds, GIT_PROTOCOL is one of two words of our own, or not set.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.git_site import make_site
from tests.security.git_shim import Shim
from watchword.git_transport.version import Version, parse
from watchword.repositories.model import Visibility

ATTACKS = {
    b"version=2\nGIT_DIR=/etc": None,
    b"version=2\0": None,
    b"version=2\r": None,
    b"version=2;id": None,
    b"version=2 ": None,
    b"Version=2": None,
    b"version=2" + b":x" * 32_768: None,
    b"version=2:" + b"a" * 65_536: None,
    b"version=99": None,
    b"version=": None,
    b"version=2:evil": "version=2",
    b"version=2:key=v-1.0": "version=2",
    b"version=1:version=1": "version=1",
    b"version=1:version=2": "version=2",
    "version=\uff12".encode(): None,
}


@given(st.binary(max_size=300))
def test_only_two_words_ever_come_out(header):
    assert parse(header).variable in {None, "version=1", "version=2"}


@given(st.from_regex(rb"[\x00-\x1f\x7f-\xff]", fullmatch=True), st.integers(0, 9))
def test_a_control_character_anywhere_makes_it_nothing(character, at):
    header = b"version=2"
    assert parse(header[:at] + character + header[at:]) is Version.V0


@pytest.mark.parametrize(("header", "expected"), ATTACKS.items(), ids=range(len(ATTACKS)))
def test_what_reaches_the_process(world, tmp_path, header, expected):
    site = make_site(world, tmp_path)
    _, history = site.repository(world.user("ann"), "open", Visibility.PUBLIC)
    history.commit({"a": "b"})
    shim = Shim(site, tmp_path)

    async def story():
        kind = (b"content-type", b"application/x-git-upload-pack-request")
        client = site.ask(
            "POST", "/ann/open/git-upload-pack", headers=[kind, (b"git-protocol", header)]
        )
        return await client.send(b"0012command=fetch\n00010000").answer()

    site.run(story())
    (environment,) = shim.environments()
    assert environment.get("GIT_PROTOCOL") == expected
