"""Webhooks told by a whole server: real git pushes, a real server receives and verifies."""

import json
import time

import pytest

from tests.git_client import GitClient
from tests.receiver import Receiver
from tests.running_server import RunningServer

SECRET = "spoken at the gate"


@pytest.fixture
def told(start_server) -> RunningServer:
    """A server whose operator lists this machine as one that webhooks may be sent to."""
    return start_server(WATCHWORD_HOOK_NETWORKS="127.0.0.0/8")


@pytest.fixture
def receiver():
    made = Receiver()
    yield made
    made.close()


def ask(server, method, path, token, body=None):
    sent = None if body is None else json.dumps(body).encode()
    answer = server.request(method, f"/api/v3{path}", token=token, body=sent)
    assert answer.status < 300, (answer.status, answer.body)
    return answer


def deliveries(server, path, token, count):
    """So many deliveries: one is noted when its answer was read, after it was received."""
    until = time.monotonic() + 60
    while len(found := ask(server, "GET", path, token).json) < count:
        assert time.monotonic() < until, found
        time.sleep(0.05)
    return found


def test_a_push_of_real_git_arrives_signed(told: RunningServer, receiver: Receiver, tmp_path):
    told.add_user("olivia")
    token = told.token("olivia", "repo")
    url = told.repository("olivia/heard")
    config = {"url": receiver.url, "content_type": "json", "secret": SECRET}
    hook = ask(told, "POST", "/repos/olivia/heard/hooks", token, {"config": config}).json
    ping = receiver.wait_for("ping")
    assert ping.is_signed_with(SECRET)
    git = GitClient(told, tmp_path / "home")
    work = git.folder("work")
    git.commit(work, "a/b.txt", "text\n")
    git.run("push", told.with_token(url, token), "main", at=work)
    push = receiver.wait_for("push")
    assert push.is_signed_with(SECRET)
    assert push.payload["after"] == git.head(work)
    assert push.payload["head_commit"]["added"] == ["a/b.txt"]
    assert push.payload["pusher"]["name"] == "olivia"
    sent = deliveries(told, f"/repos/olivia/heard/hooks/{hook['id']}/deliveries", token, 2)
    assert {one["event"] for one in sent} == {"push", "ping"}
    assert all(one["status_code"] == 200 for one in sent)
    number = next(one["id"] for one in sent if one["event"] == "push")
    path = f"/repos/olivia/heard/hooks/{hook['id']}/deliveries/{number}/attempts"
    ask(told, "POST", path, token)
    again = receiver.wait_for("push", count=2)
    assert again.body == push.body
    assert again.headers["x-github-delivery"] == push.headers["x-github-delivery"]
