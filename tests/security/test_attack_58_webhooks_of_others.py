"""Attack 58, numbers of other people's things: webhooks and deliveries asked for elsewhere."""

import pytest

from watchword.kernel.ids import HookId
from watchword.webhooks.model import Outcome
from watchword.webhooks.ports import NewMessage, Wanted


def _with_hook(api, world, login):
    owner = world.user(login)
    world.repository(owner, "things")
    _, token = world.token(owner, "repo", "admin:repo_hook")
    hooks = f"/repos/{login}/things/hooks"
    body = {"config": {"url": f"https://{login}.example.test/"}}
    made = api.ask("POST", hooks, token, body=body).json["id"]

    def unit(work):
        work.hooks.queue([NewMessage(HookId(made), "g", "push", None, None, "{}")], work.now)
        message = work.hooks.claim(work.now, 60)
        work.hooks.done(message, Outcome("https://x/", {}, "OK", 200, 1), work.now, None)

    world.write(unit)
    (delivery,) = world.read(lambda work: work.hooks.deliveries(HookId(made), Wanted()))
    return hooks, made, delivery.id, token


@pytest.mark.parametrize(
    ("method", "tail"),
    [
        ("GET", ""),
        ("PATCH", ""),
        ("DELETE", ""),
        ("GET", "/config"),
        ("PATCH", "/config"),
        ("POST", "/pings"),
        ("POST", "/tests"),
        ("GET", "/deliveries"),
    ],
)
def test_a_webhook_is_missing_below_another_repository(api, world, method, tail):
    mine, _, _, token = _with_hook(api, world, "mallory")
    _, theirs, _, _ = _with_hook(api, world, "victim")
    answer = api.ask(method, f"{mine}/{theirs}{tail}", token, body={"active": False})
    assert (answer.status, answer.message) == (404, "Not Found")


def test_a_delivery_is_missing_below_another_webhook(api, world):
    mine, number, _, token = _with_hook(api, world, "mallory")
    _, theirs, delivery, _ = _with_hook(api, world, "victim")
    for path in (f"{mine}/{number}", f"{mine}/{theirs}"):
        for method, tail in (("GET", ""), ("POST", "/attempts")):
            answer = api.ask(method, f"{path}/deliveries/{delivery}{tail}", token)
            assert (answer.status, answer.message) == (404, "Not Found")
