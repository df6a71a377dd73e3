"""Attack 45, an answer that costs much: a partial clone whose filter matches patterns.

The patterns of `sparse:oid` are a file in the repository. With many stars in them, and long names
to hold them against, git worked for minutes on a pack of a few kilobytes and was not done, for
anybody who asked. What is verified: git is not let begin, however the filter is spelt, and the
filters that people use work.
"""

import pytest

from tests.git_site import make_site
from watchword.git_transport.pktline import packet
from watchword.repositories.model import Visibility


@pytest.fixture
def site(world, tmp_path):
    return make_site(world, tmp_path)


@pytest.fixture
def history(site):
    _, made = site.repository(site.world.user("ann"), "open", Visibility.PUBLIC)
    made.commit({"a": "1", "patterns": "*a*b\n"})
    return made


def fetched(site, history, wanted):
    """What comes of a fetch with that filter."""
    tip = history.git("rev-parse", "HEAD").strip()
    lines = [b"no-progress", f"filter {wanted}\n".encode(), f"want {tip}\n".encode(), b"done\n"]
    body = packet(b"command=fetch") + b"0001" + b"".join(map(packet, lines)) + b"0000"
    return site.run(site.post("/ann/open", body)).body


@pytest.mark.parametrize(
    "wanted",
    [
        "sparse:oid=main:patterns",
        "combine:blob:none+sparse:oid=main:patterns",
        "combine:combine:sparse%3aoid=main%253apatterns+tree:1",
    ],
)
def test_a_filter_by_patterns_is_refused_at_once(site, history, wanted):
    body = fetched(site, history, wanted)
    assert b"filter 'sparse:oid' not supported" in body
    assert b"PACK" not in body


@pytest.mark.parametrize(
    "wanted", ["blob:none", "blob:limit=10", "tree:0", "combine:blob:none+tree:1"]
)
def test_the_others_leave_out_what_they_name(site, history, wanted):
    assert b"PACK" in fetched(site, history, wanted)
