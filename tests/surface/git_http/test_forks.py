"""Forks while they are being made: a part of a repository must not look like the whole."""

from tests.git_client import ZERO
from tests.git_pushes import Pusher


def test_a_fork_that_is_still_copied_is_served_to_nobody(site, tmp_path):
    pusher = Pusher(site, tmp_path)
    fork, source = pusher.repository.id, site.world.repository(pusher.owner, "source").id
    site.world.write(lambda work: work.lineage.begin_fork(fork, source, source, None, 1))
    reply = site.run(site.refs(pusher.path, token=pusher.secret))
    assert (reply.status, reply.headers["retry-after"]) == (429, "5")
    assert b"still being made" in reply.body
    tip = pusher.mine.commit({"a": "b"})
    assert pusher.push(("refs/heads/main", ZERO, tip)).status == 429
    # Who may not know of it is told nothing of that.
    assert site.run(site.refs(pusher.path)).status == 401
    site.world.write(lambda work: work.lineage.filled(fork))
    assert site.run(site.refs(pusher.path, token=pusher.secret)).status == 200
