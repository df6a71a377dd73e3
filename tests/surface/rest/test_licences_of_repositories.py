"""What files tell of a repository: found after a push, told wherever a repository is."""

import asyncio
import base64
from collections import defaultdict

import pytest
import structlog

from tests.gh_queries import COMPOSITE
from tests.hook_world import _AnyName
from watchword.contents import licences
from watchword.jobs.runner import Runner
from watchword.kernel.entropy import system_entropy
from watchword.kernel.events import Origin
from watchword.work import files_look
from watchword.work.files_look import FilesLook

MADE = "/repos/octavia/made"


class Looker:
    """Pushes over the API, and looks as the jobs process does."""

    def __init__(self, api, token) -> None:
        self.api, self.token = api, token
        listeners = defaultdict(lambda: lambda _event: None)
        listeners["licences.look"] = FilesLook(api.world.database, api.shelf).look
        database = api.world.database
        self._runner = Runner(database, _AnyName(listeners), [], Origin(), system_entropy)

    def put(self, path, text, **more):
        body = {"message": "more", "content": base64.b64encode(text.encode()).decode(), **more}
        answer = self.api.ask("PUT", f"{MADE}/contents/{path}", self.token, body=body)
        assert answer.status in {200, 201}, answer.json
        self.look()
        return answer.json

    def look(self) -> None:
        async def all_jobs():
            while await self._runner.once():
                pass

        asyncio.run(all_jobs())

    def told(self, path=MADE):
        licence = self.api.ask("GET", path, self.token).json["license"]
        return None if licence is None else licence["spdx_id"]

    def viewed(self):
        """What `gh repo view --json languages,primaryLanguage` asks for."""
        inside = " ".join(name + COMPOSITE[name] for name in ("languages", "primaryLanguage"))
        query = f'{{ repository(owner: "octavia", name: "made") {{ {inside} }} }}'
        told = self.api.ask("POST", "/api/graphql", self.token, body={"query": query}).json
        return told["data"]["repository"]


@pytest.fixture
def looker(api, world, octavia):
    token = world.token(octavia, "repo")[1]
    body = {"name": "made", "auto_init": True}
    assert api.ask("POST", "/user/repos", token, body=body).status == 201
    return Looker(api, token)


def text(key):
    return licences.find(key).filled(year="2026", fullname="Octavia Vigil")


def test_it_is_found_when_it_is_pushed_and_changes_with_the_file(api, world, looker):
    looker.look()
    assert looker.told() is None
    looker.put("README.txt", "hello")
    assert looker.told() is None
    first = looker.put("LICENSE", text("mit"))
    assert looker.told() == "MIT"
    assert api.ask("GET", MADE).json["license"].keys() >= {"key", "name", "url", "node_id"}
    listed = api.ask("GET", "/users/octavia/repos").json[0]["license"]
    assert (listed["key"], listed["url"].endswith("/licenses/mit")) == ("mit", True)
    sha = first["content"]["sha"]
    second = looker.put("LICENSE", "All rights are mine.", sha=sha)
    assert looker.told() == "NOASSERTION"
    body = {"message": "less", "sha": second["content"]["sha"]}
    assert api.ask("DELETE", f"{MADE}/contents/LICENSE", looker.token, body=body).status == 200
    looker.look()
    assert looker.told() is None


def test_only_the_branch_that_leads_counts(api, looker):
    main = api.ask("GET", f"{MADE}/git/ref/heads/main").json["object"]["sha"]
    ref = {"ref": "refs/heads/next", "sha": main}
    assert api.ask("POST", f"{MADE}/git/refs", looker.token, body=ref).status == 201
    looker.put("LICENSE", text("apache-2.0"), branch="next")
    assert looker.told() is None
    changed = api.ask("PATCH", MADE, looker.token, body={"default_branch": "next"})
    assert changed.status == 200
    looker.look()
    assert looker.told() == "Apache-2.0"
    query = '{ repository(owner: "octavia", name: "made") { licenseInfo { key name nickname } } }'
    told = api.ask("POST", "/api/graphql", looker.token, body={"query": query}).json
    licence = told["data"]["repository"]["licenseInfo"]
    assert licence == {"key": "apache-2.0", "name": "Apache License 2.0", "nickname": None}


def test_noting_it_is_no_change_of_the_repository(api, world, looker):
    before = api.ask("GET", MADE).json["updated_at"]
    number = api.ask("GET", MADE).json["id"]
    world.clock.now += 60
    world.write(lambda work: work.repositories.note_look(number, "mit", {}))
    after = api.ask("GET", MADE).json
    assert (after["updated_at"], after["license"]["spdx_id"]) == (before, "MIT")


def test_a_repository_that_is_gone_meanwhile_is_left_alone(api, looker):
    body = {"message": "more", "content": base64.b64encode(text("mit").encode()).decode()}
    api.ask("PUT", f"{MADE}/contents/LICENSE", looker.token, body=body)
    world = api.world
    number = api.ask("GET", MADE).json["id"]
    world.write(lambda work: work.repositories.delete(number, work.now))
    looker.look()
    world.clock.now += 86_400
    assert world.write(lambda work: work.jobs.claim(60)) is None


def test_the_language_of_most_of_it_is_found_and_told(api, looker):
    looker.look()
    assert api.ask("GET", MADE).json["language"] is None
    looker.put("a.py", "print()\n")
    looker.put("b.el", "(+ 1 2)\n" * 9)
    assert api.ask("GET", MADE).json["language"] == "Emacs Lisp"
    looker.put("c.py", "print()\n" * 99)
    assert api.ask("GET", MADE).json["language"] == "Python"
    assert api.ask("GET", "/users/octavia/repos").json[0]["language"] == "Python"
    assert looker.viewed()["primaryLanguage"] == {"name": "Python"}
    for word, count in (("python", 1), ("PYTHON", 1), ("emacs-lisp", 0), ("latin", 0)):
        found = api.ask("GET", f"/search/repositories?q=language:{word}", looker.token).json
        assert found["total_count"] == count, word
    assert api.ask("GET", "/search/repositories?q=-language:python").json["total_count"] == 0


def sizes(told):
    return {edge["node"]["name"]: edge["size"] for edge in told["languages"]["edges"]}


def test_gh_is_told_how_much_there_is_of_each_language(api, looker):
    assert looker.viewed() == {"languages": {"edges": []}, "primaryLanguage": None}
    looker.put("a.py", "print()\n")
    looker.put("b.el", "(+ 1 2)\n" * 9)
    assert sizes(looker.viewed()) == {"Emacs Lisp": 72, "Python": 8}
    assert api.ask("GET", f"{MADE}/languages").json == {"Emacs Lisp": 72, "Python": 8}
    looker.put("c.el", "(+ 1 2)\n")
    assert list(sizes(looker.viewed()).items()) == [("Emacs Lisp", 80), ("Python", 8)]


class TestFromBefore:
    """Repositories whose files nobody looked at."""

    @pytest.fixture
    def filled(self, api, looker):
        """Something was pushed, and the job that looks at it never ran."""
        body = {"message": "more", "content": base64.b64encode(b"print()\n").decode()}
        api.ask("PUT", f"{MADE}/contents/a.py", looker.token, body=body)
        body["content"] = base64.b64encode(text("mit").encode()).decode()
        api.ask("PUT", f"{MADE}/contents/LICENSE", looker.token, body=body)

    @pytest.fixture
    def others(self, api):
        """Look at them as the jobs process does; gives how many it came to."""
        look = FilesLook(api.world.database, api.shelf)
        return lambda clock=api.world.clock: look.look_at_others(clock)

    def test_they_are_looked_at_by_and_by_and_once(self, api, looker, filled, others):
        before = api.ask("GET", MADE).json
        assert (before["language"], looker.viewed()["languages"]) == (None, {"edges": []})
        assert (others(), others()) == (1, 0)
        after = api.ask("GET", MADE).json
        assert (after["language"], looker.told()) == ("Python", "MIT")
        assert after["updated_at"] == before["updated_at"]
        assert sizes(looker.viewed()) == {"Python": 8}

    def test_one_with_nothing_in_it_is_looked_at_once(self, api, world, octavia, looker, others):
        looker.look()
        made = world.repository(octavia, "empty")
        api.layout.create(made.key, "main")
        assert (others(), others()) == (1, 0)
        assert world.read(lambda work: work.repositories.languages(made.id)) == {}

    def test_a_damaged_one_does_not_keep_the_others_waiting(
        self, api, world, octavia, looker, filled, others
    ):
        damaged = world.read(lambda work: work.repositories.find("octavia", "made", octavia.id))
        (api.layout.path(damaged.key) / "objects/info/alternates").write_text("/elsewhere\n")
        made = world.repository(octavia, "empty")
        api.layout.create(made.key, "main")
        with structlog.testing.capture_logs() as logs:
            assert (others(), others()) == (2, 1)
        (told,) = logs
        assert (told["repository"], told["key"]) == ("octavia/made", damaged.key)
        assert told["why"].startswith(f"{damaged.key} has objects/info/alternates")
        assert "Put the folder back" in told["advice"]
        assert "exc_info" not in told

    def test_what_else_is_wrong_with_a_damaged_one_is_told_too(self, api, world, filled, others):
        damaged = world.read(lambda work: work.repositories.by_id(1, None))
        path = api.layout.path(damaged.key)
        (path / "objects/info/alternates").write_text("/elsewhere\n")
        with structlog.testing.capture_logs() as logs:
            others()
            (path / "objects/info/alternates").unlink()
            (path / "config").unlink()
            others()
            (path / "config").write_text("[core]\n")
            assert (others(), others()) == (1, 0)
        assert ["config" in one["why"] for one in logs] == [False, True]

    def test_a_go_ends_after_some_seconds(self, api, filled, others):
        class Hurried:
            now = 0

            def milliseconds(self):
                self.now += files_look.LONGEST
                return self.now

        assert others(Hurried()) == 0
        assert api.ask("GET", MADE).json["language"] is None

    def test_what_was_seen_after_a_push_meanwhile_stays(self, api, looker, filled):
        class Overtaken:
            """Before what is read can be noted, something is pushed and looked at."""

            def now(self, repository, fn):
                seen = api.shelf.now(repository, fn)
                looker.put("b.el", "(+ 1 2)\n" * 9)
                return seen

        FilesLook(api.world.database, Overtaken()).look_at_others(api.world.clock)
        assert sizes(looker.viewed()) == {"Emacs Lisp": 72, "Python": 8}


def test_a_copy_has_what_its_source_has(api, world, looker):
    looker.put("a.py", "print()\n")
    number = api.ask("GET", MADE).json["id"]
    copy = world.repository(world.user("bob"), "copy")
    world.write(lambda work: work.repositories.copy_look(copy.id, number))
    told = world.read(lambda work: work.repositories.languages(copy.id))
    assert (told, api.ask("GET", "/repos/bob/copy").json["language"]) == ({"Python": 8}, "Python")
