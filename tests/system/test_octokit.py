"""Octokit, from npm and unmodified, against the real server: what programs in JavaScript do."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.real_clients import ROOT

NODE = shutil.which("node")
OCTOKIT = ROOT / ".venv/octokit/node_modules/octokit/dist-bundle/index.js"
STORIES = Path(__file__).parent / "clients/octokit/stories.mjs"
PATIENCE = 120
"""Seconds that one story may take on a slow machine."""
PASSWORD = "correct horse battery"
SCOPES = "repo,user,gist,admin:org,admin:public_key,delete_repo,site_admin"

pytestmark = pytest.mark.skipif(NODE is None, reason="Node.js is not there")


@pytest.fixture(scope="module")
def tell(server, tmp_path_factory):
    """Run a story with Octavia's token; gives what it saw."""
    assert OCTOKIT.exists(), f"{OCTOKIT} is not there: run `bash .ci/octokit`"
    server.add_user("octavia", PASSWORD, "--site-admin")
    server.add_user("bob")
    token = server.token("octavia", SCOPES)

    def run(story, **more):
        done = subprocess.run(
            [NODE, str(STORIES), story],
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(tmp_path_factory.mktemp("home")),
                "NODE_EXTRA_CA_CERTS": str(server.ca),
                "OCTOKIT": str(OCTOKIT),
                "BASE": f"{server.url}/api/v3",
                "TOKEN": token,
                **more,
            },
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


def test_users(tell):
    assert tell("users") == {
        "login": "octavia",
        "scopes": "admin:org, admin:public_key, delete_repo, gist, repo, site_admin, user",
        "bio": "Rows by night",
        "following": ["bob"],
        "emails": 1,
        "missing": 404,
    }


def test_repositories(tell):
    seen = tell("repositories")
    assert {"one", "two", "three", "renamed"} <= set(seen.pop("names"))
    assert seen == {
        "private": True,
        "description": "Second",
        "topics": ["night", "watch"],
        "branches": ["main"],
        "gone": 204,
        "after": 404,
    }


def test_contents(tell):
    assert tell("contents") == {
        "created": 201,
        "stale": 409,
        "text": "two\n",
        "raw": "two\n",
        "ahead": 1,
        "removed": ["removed notes/a.txt"],
        "messages": ["Go on", "Begin", "Initial commit"],
    }


def test_gists(tell):
    assert tell("gists") == {
        "public": False,
        "files": ["a.md", "b.txt"],
        "content": "# B\n",
        "starred": 204,
        "comments": [True],
        "listed": True,
        "after": 404,
    }


def test_organizations(tell):
    assert tell("organizations") == {
        "mine": ["guild"],
        "description": "Rowers",
        "team": "night-crew",
        "boats": ["boat true"],
        "joined": ["member", "active"],
        "members": ["bob", "octavia"],
        "removed": 204,
    }


def test_keys(tell, tmp_path):
    subprocess.run(
        ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(tmp_path / "key")],
        check=True,
    )
    key = " ".join((tmp_path / "key.pub").read_text().split()[:2])
    assert tell("keys", SSH_KEY=key) == {
        "titles": ["Boat"],
        "open": [True],
        "twice": 422,
        "after": 404,
        "deploy": True,
    }


def test_statuses_and_deployments(tell):
    assert tell("statuses") == {
        "combined": "failure",
        "contexts": ["build", "lint"],
        "deployed": ["success"],
    }


def test_releases(tell):
    assert tell("releases") == {
        "url": True,
        "size": 8,
        "bytes": "bytes é",
        "latest": ["a.bin"],
        "tagged": "commit",
        "after": 404,
    }
