"""Gists over git's own protocol."""

import pytest

from tests.git_client import ZERO
from tests.git_pushes import Came, Pusher
from tests.histories import History
from watchword.access.gate import require
from watchword.access.table import gists as table
from watchword.gists.events import GistPushed
from watchword.kernel.events import Origin
from watchword.ref_updates import service
from watchword.ref_updates.model import Command

MAIN = "refs/heads/main"


class GistPusher(Pusher):
    """Somebody with a gist and a token."""

    def __init__(self, site, folder, *scopes: str) -> None:
        super().__init__(site, folder, *(scopes or ("gist",)))
        self.gist = site.world.gist(self.owner, listed=False)
        self.there = History(site.layout.root, self.gist.key)

    @property
    def path(self) -> str:
        return f"/gist/{self.gist.id}.git"

    def now(self):
        return self.site.world.read(lambda work: work.gists.by_id(self.gist.id))

    def recorded(self):
        facts = self.site.world.read(lambda work: work.events.latest(9, name=GistPushed.name))
        return [fact.body for fact in facts]


@pytest.fixture
def pusher(site, tmp_path):
    return GistPusher(site, tmp_path)


def test_the_owner_pushes_with_the_scope_and_it_is_recorded_once(pusher):
    tip = pusher.mine.commit({"a.txt": "b"})
    pusher.site.world.clock.now += 5
    assert pusher.push((MAIN, ZERO, tip)) == Came(200, {}, [MAIN], "", "ok")
    assert pusher.refs() == {MAIN: tip}
    (fact,) = pusher.recorded()
    assert (fact["gist"], fact["ref"], fact["after"]) == (pusher.gist.id, MAIN, tip)
    assert pusher.now().updated_at == pusher.site.world.clock.now
    assert pusher.site.world.read(lambda work: work.pushes.left_open()) == []


def test_another_branch_becomes_the_default_of_an_empty_gist(pusher):
    tip = pusher.mine.commit({"a.txt": "b"}, branch="trunk")
    assert pusher.push(("refs/heads/trunk", ZERO, tip)).done == ["refs/heads/trunk"]
    assert pusher.now().default_branch == "trunk"


@pytest.mark.parametrize("path", ["/gist/{}.git", "/gist/{}"])
def test_whoever_knows_the_id_reads_a_secret_gist(pusher, path):
    site, where = pusher.site, path.format(pusher.gist.id)
    pusher.there.commit({"a.txt": "b"})
    bare = site.world.token(site.world.user("bert"))[1].text
    for token in (None, bare, pusher.secret):
        assert site.run(site.refs(where, token=token)).status == 200
    assert site.run(site.refs(where, token="ghp_" + "x" * 36)).status == 401


def test_without_the_scope_nobody_pushes(site, tmp_path):
    pusher = GistPusher(site, tmp_path, "repo")
    tip = pusher.mine.commit({"a.txt": "b"})
    came = pusher.push((MAIN, ZERO, tip))
    assert came.status == 403
    assert came.said == f"Permission to gist/{pusher.gist.id}.git denied to ann.\n"
    assert pusher.refs() == {}


def test_nobody_pushes_to_the_gist_of_somebody_else(pusher):
    other = pusher.site.world.user("bert")
    secret = pusher.site.world.token(other, "gist", "repo")[1].text
    tip = pusher.mine.commit({"a.txt": "b"})
    assert pusher.push((MAIN, ZERO, tip), secret=secret).status == 403
    assert pusher.push((MAIN, ZERO, tip), secret="").status in {401, 403}
    assert pusher.refs() == {}


@pytest.mark.parametrize("number", ["0" * 32, "x", "..", "", "%2e%2e", "a%2fb"])
def test_a_gist_that_is_not_there_asks_for_a_credential_first(pusher, number):
    site = pusher.site
    assert site.run(site.refs(f"/gist/{number}.git")).status == 401
    assert site.run(site.refs(f"/gist/{number}.git", token=pusher.secret)).status == 404


@pytest.mark.parametrize(
    ("files", "named"),
    [
        ({"a.txt": "x", "folder": {"b.txt": "y"}}, "folder"),
        ({"a.txt": "x", "module": ("160000", "b" * 40)}, "module"),
    ],
)
def test_folders_are_refused_with_their_names(pusher, files, named):
    tip = pusher.mine.commit(files)
    came = pusher.push((MAIN, ZERO, tip))
    assert came.refused[MAIN].startswith("Gist does not support directories.")
    assert came.refused[MAIN].endswith(f": {named}")
    assert pusher.refs() == {}


def test_workflows_are_nothing_to_a_gist_and_links_are_files(pusher):
    tip = pusher.mine.commit({"x.yml": "on: push", "link": ("120000", pusher.mine.blob("a"))})
    assert pusher.push((MAIN, ZERO, tip)).done == [MAIN]


def test_a_push_that_a_crash_left_open_is_settled(pusher):
    tip = pusher.there.commit({"a": "b"})
    caller = pusher.site.world.caller(pusher.secret).actor

    def unit(work):
        grant = require(caller, table.GIT_PUSH, work.gists.by_id(pusher.gist.id))
        service.open_push(work, grant, [Command(MAIN, ZERO, tip)])

    pusher.site.world.database.write_now(unit, Origin(kind="classic", request="r1"))
    assert pusher.site.git.settling.settle_all(pusher.gist.id) == 1
    assert [fact["after"] for fact in pusher.recorded()] == [tip]


def test_a_push_to_a_gist_that_was_deleted_meanwhile_is_refused(pusher):
    tip = pusher.mine.commit({"a.txt": "b"})
    pusher.site.world.write(lambda work: work.gists.delete(pusher.gist.id, 0))
    assert pusher.push((MAIN, ZERO, tip)).status == 404
