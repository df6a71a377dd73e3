"""Attack 45, a tree bomb: ten trees, each ten times in the next one, are endlessly many files.

Git collects all that a commit changed before it tells any of it. The job that looks for secrets in
pushes asked it so: it filled gigabytes within a minute, failed, and began anew. What is verified:
git may take only so much, what it told until then is looked through, and the job is done.
"""

import pytest

from tests.git_memory import allowances
from tests.leak_world import NPM, LeakWorld
from watchword.git_process import pushed_files

MADE = "/repos/octavia/made"
LEVELS = 9


@pytest.fixture
def leaks(api, world, monkeypatch):
    monkeypatch.setattr(pushed_files, "MOST_MEMORY", 2**26)
    return LeakWorld(api)


def test_a_push_of_one_ends_the_search_and_not_the_machine(api, world, leaks, monkeypatch):
    _, token = world.token(world.user("octavia"), "repo")

    def made(path, **body):
        answer = api.ask("POST", path, token, body=body)
        assert answer.status == 201, answer.json
        return answer.json

    def tree(*entries, **more):
        keys = ("path", "mode", "type", "content" if more else "sha")
        named = [dict(zip(keys, entry, strict=True)) for entry in entries]
        return made(f"{MADE}/git/trees", tree=named, **more)["sha"]

    made("/user/repos", name="made", auto_init=True, private=True)
    begun = api.ask("GET", f"{MADE}/git/ref/heads/main", token).json["object"]["sha"]
    blob = made(f"{MADE}/git/blobs", content="x")["sha"]
    bomb = tree(*((f"f{n}", "100644", "blob", blob) for n in range(10)))
    for _ in range(LEVELS):
        bomb = tree(*((f"d{n}", "040000", "tree", bomb) for n in range(10)))
    first = made(f"{MADE}/git/commits", message="bomb", tree=bomb, parents=[begun])["sha"]
    secret = tree(("secret", "100644", "blob", NPM), base_tree=bomb)
    second = made(f"{MADE}/git/commits", message="secret", tree=secret, parents=[first])["sha"]
    moved = api.ask("PATCH", f"{MADE}/git/refs/heads/main", token, body={"sha": second})
    assert moved.status == 200, moved.json
    allowed = allowances(monkeypatch)
    leaks.look()
    assert set(allowed) == {2**26}
    alerts = api.ask("GET", f"{MADE}/secret-scanning/alerts", token).json
    assert [one["secret"] for one in alerts] == [NPM]
