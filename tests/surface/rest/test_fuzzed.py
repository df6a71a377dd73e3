"""Schemathesis asks every operation of our OpenAPI document, with good values and with bad ones.

No answer is a failure of ours, each success is the one that the document names, and each body is as
its schema says: for a token with every scope, for one without any, and for one that has expired.
"""

import contextlib
import sqlite3

import hypothesis
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, strategies
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from docs.reference.surfaces import api as rows
from tests.api import ADDRESS, API, Api
from tests.world import World, fresh_sqlite
from watchword.access.scopes import TREE
from watchword.surfaces.rest.build import Allowed
from watchword.surfaces.rest.openapi import document
from watchword.surfaces.shapes.addresses import Addresses

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
ABOUT_ITSELF = {"/openapi.json", "/docs", "/docs.css"}
DESCRIBED = document(
    [row for row in rows() if row.route.path not in ABOUT_ITSELF], Addresses(ADDRESS)
)
OPERATIONS = {
    found.ok().label: found.ok()
    for found in schemathesis.openapi.from_dict(DESCRIBED).get_all_operations()
    # What is asked for by number is the same row as what is asked for by name.
    if "{repository_id}" not in found.ok().path
}
EXAMPLES = 3
"""Of each operation, good and bad."""


class Target:
    """A small world with one of each thing, which is put back as it was after each test."""

    def __init__(self, folder) -> None:
        self.file = folder / "watchword.db"
        self.world = World(fresh_sqlite(folder))
        self.api = Api(self.world, folder, allowed=Allowed(limited=False))
        octavia = self.world.user("octavia", site_admin=True)
        self.world.user("bob")
        every = [row.name for row in TREE if row.parent is None]
        self.tokens = {
            "every scope": self.world.token(octavia, *every)[1],
            "no scope": self.world.token(octavia)[1],
            "expired": self.world.token(octavia, *every, expires_at=self.world.clock.now + 1)[1],
        }
        self.world.clock.now += 2
        self.world.organization("guild", octavia)
        self.values = self._furnished()
        with contextlib.closing(sqlite3.connect(self.file)) as live:
            self.kept = sqlite3.connect(":memory:")
            live.backup(self.kept)

    def _furnished(self):
        """Make the things; gives what a path calls them."""
        here = "/repos/octavia/things"
        self.make("/user/repos", {"name": "things", "auto_init": True})
        sha = self.get(f"{here}/commits/main")["sha"]
        hook = {"name": "web", "config": {"url": "https://hooks.example/"}}
        values = {
            "owner": "octavia",
            "repo": "things",
            "username": "bob",
            "target_user": "octavia",
            "org": "guild",
            "branch": "main",
            "ref": "main",
            "path": "README.md",
            "license": "mit",
            "name": "Python",
            "basehead": "main...main",
            "tag": "v1",
            "organization_id": self.get("/orgs/guild")["id"],
            "user_id": 1,
            "account_id": 1,
            **dict.fromkeys(("sha", "commit_sha", "tree_sha"), sha),
        }
        team = self.make("/orgs/guild/teams", {"name": "Crew"})
        values |= {"team_id": team["id"], "team_slug": team["slug"]}
        values["hook_id"] = self.make(f"{here}/hooks", hook)["id"]
        release = self.make(f"{here}/releases", {"tag_name": "v1", "target_commitish": "main"})
        values["release_id"] = release["id"]
        status = {"state": "success"}
        self.make(f"{here}/statuses/{sha}", status)
        wanted = {"ref": "main", "required_contexts": []}
        values["deployment_id"] = self.make(f"{here}/deployments", wanted)["id"]
        given = f"{here}/deployments/{values['deployment_id']}/statuses"
        values["status_id"] = self.make(given, status)["id"]
        gist = self.make("/gists", {"files": {"a.txt": {"content": "a"}}, "public": True})
        values["gist_id"] = gist["id"]
        comment = self.make(f"/gists/{gist['id']}/comments", {"body": "Well."})
        values["comment_id"] = comment["id"]
        return values

    def get(self, path):
        return self.api.ask("GET", path, self.tokens["every scope"]).json

    def make(self, path, body):
        made = self.api.ask("POST", path, self.tokens["every scope"], body=body)
        assert made.status in {200, 201}, made.body
        return made.json

    def restore(self):
        with contextlib.closing(sqlite3.connect(self.file)) as live:
            self.kept.backup(live)

    def ask(self, case, who):
        """Ask as schemathesis would over a connection, and let it judge the answer."""
        told = case.as_transport_kwargs(ADDRESS + API)
        told.pop("cookies", None)
        prepared = requests.Request(**told).prepare()
        path = prepared.url.removeprefix(ADDRESS)
        body = prepared.body
        headers = [
            (name, value if isinstance(value, str) else value.decode("latin-1"))
            for name, value in prepared.headers.items()
            if name.lower() not in {"authorization", "user-agent", "content-length", "host"}
        ]
        self.world.clock.now += 61 if who == "expired" else 0
        answer = self.api.ask(
            case.method,
            path,
            self.tokens[who],
            headers=headers,
            body=body.encode() if isinstance(body, str) else body,
        )
        given = {name: [value] for name, value in answer.headers}
        response = schemathesis.Response(
            answer.status, given, answer.body, prepared, elapsed=0.01, verify=True
        )
        case.validate_response(response, checks=CHECKS)
        return answer


@pytest.fixture(scope="module")
def target(tmp_path_factory):
    made = Target(tmp_path_factory.mktemp("fuzzed"))
    yield made
    made.kept.close()
    made.api.close()
    made.world.close()


@pytest.mark.parametrize("label", OPERATIONS)
def test_an_operation_keeps_to_its_description(target, label):
    operation = OPERATIONS[label]
    documented = DESCRIBED["paths"][operation.path][operation.method]["responses"]
    waiting = ["no scope", "expired"]

    @hypothesis.settings(
        max_examples=EXAMPLES,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        database=None,
        derandomize=True,
    )
    @hypothesis.given(
        strategies.one_of(
            operation.as_strategy(generation_mode=GenerationMode.POSITIVE),
            operation.as_strategy(generation_mode=GenerationMode.NEGATIVE),
        )
    )
    def story(case):
        for name in case.path_parameters or {}:
            case.path_parameters[name] = str(target.values.get(name, 1))
        # What another token is told does not hang on what is asked, so each asks once.
        for who in ("every scope", *waiting):
            answer = target.ask(case, who)
            if who == "expired":
                assert (answer.status, answer.message) == (401, "Bad credentials")
            elif answer.status < 400:
                assert str(answer.status) in documented, answer.status
                if operation.method != "get":
                    target.restore()
        waiting.clear()

    story()
