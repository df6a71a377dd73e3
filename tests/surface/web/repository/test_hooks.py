"""Settings of a repository: webhooks, as a person makes and watches them."""

import pytest

from tests.pages import Browser
from watchword.access.roles import Role
from watchword.webhooks.model import Outcome, Place
from watchword.webhooks.ports import NewMessage, Wanted

HOOKS = "/octavia/vault/settings/hooks"
URL = "https://ci.example.test/hook"


@pytest.fixture
def hook(signed_in, world, vault):
    """A webhook that was made on the page."""
    signed_in.get(f"{HOOKS}/new")
    page = signed_in.press("Add webhook", url=URL, secret="a word")
    assert "The webhook was added." in page.text
    return world.read(lambda work: work.hooks.of(Place.repository(vault.id)))[0]


@pytest.fixture
def delivery(world, hook):
    """A try that failed, with what was said on both sides."""

    def unit(work):
        work.hooks.queue(
            [NewMessage(hook.id, "some-guid", "push", None, None, '{"ref": "<b>"}')], work.now
        )
        message = work.hooks.claim(work.now, 60)
        outcome = Outcome(
            URL,
            {"X-GitHub-Event": "push"},
            "Invalid HTTP Response: 500",
            500,
            7,
            {"a": "b"},
            "<i>no",
        )
        work.hooks.done(message, outcome, work.now, None)

    world.write(unit)
    return world.read(lambda work: work.hooks.deliveries(hook.id, Wanted()))[0]


def test_a_webhook_is_made_listed_and_deleted(signed_in, world, vault, hook):
    assert (hook.config.url, hook.events, hook.active) == (URL, ("push",), True)
    assert hook.config.sealed is not None
    assert not hook.config.insecure_ssl
    signed_in.get(HOOKS)
    assert URL in signed_in.page.text
    signed_in.click("Delete")
    page = signed_in.press("Delete this webhook")
    assert "No webhooks yet" in page.text


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(signed_in, vault):
    signed_in.get(f"{HOOKS}/new")
    page = signed_in.press("Add webhook", url="ftp://x", secret="kept")
    assert page.status == 422
    assert "URL must begin with https:// or http://" in page.text
    assert 'value="ftp://x"' in page.html


def test_a_webhook_is_changed_and_its_secret_stays_unseen(signed_in, world, vault, hook):
    page = signed_in.get(f"{HOOKS}/{hook.id}")
    assert "a word" not in page.html
    page = signed_in.press("Update webhook", which="all")
    assert "The webhook was updated." in page.text
    (now,) = world.read(lambda work: work.hooks.of(hook.place))
    assert now.events == ("*",)
    assert now.config == hook.config


def test_single_events_are_ticked(signed_in, world, vault, hook):
    signed_in.get(f"{HOOKS}/{hook.id}")
    token = signed_in.token_of_forms()
    pairs = [
        ("authenticity_token", token),
        ("url", URL),
        ("content_type", "json"),
        ("which", "some"),
        ("events", "release"),
        ("events", "status"),
    ]
    signed_in.send(f"{HOOKS}/{hook.id}", pairs)
    (now,) = world.read(lambda work: work.hooks.of(hook.place))
    assert (now.events, now.active, now.config.insecure_ssl) == (("release", "status"), False, True)
    assert now.config.sealed is None
    pairs = [(name, "xml" if name == "content_type" else value) for name, value in pairs]
    assert signed_in.send(f"{HOOKS}/{hook.id}", pairs).status == 422


def test_what_was_sent_is_looked_at_and_sent_once_more(signed_in, world, hook, delivery):
    signed_in.get(f"{HOOKS}/{hook.id}")
    assert "Invalid HTTP Response: 500" in signed_in.page.text
    signed_in.click("some-guid")
    assert 'ref": "<b>' in signed_in.page.text
    assert "<i>no" in signed_in.page.text
    assert "<b>" not in signed_in.page.html
    assert "X-GitHub-Event: push" in signed_in.page.text
    page = signed_in.press("Redeliver")
    assert "It is on its way once more." in page.text
    assert len(world.read(lambda work: work.hooks.waiting(hook.id))) == 1


def test_a_ping_is_asked_for(signed_in, world, hook):
    signed_in.get(f"{HOOKS}/{hook.id}")
    assert "A ping is on its way." in signed_in.press("Send a ping").text


@pytest.mark.parametrize(
    "tail", ["/0", "/x", "/{}/deliveries/0", "/{}/deliveries/x", "/99999999999999999999"]
)
def test_what_is_not_there_is_missing(signed_in, hook, tail):
    assert signed_in.get(f"{HOOKS}{tail.format(hook.id)}").status == 404


@pytest.mark.parametrize("role", [Role.READ, Role.WRITE, Role.MAINTAIN])
def test_webhooks_are_for_who_runs_the_repository(site, world, vault, hook, balthasar, role):
    world.collaborator(vault, balthasar, role)
    other = Browser(site)
    other.sign_in(balthasar)
    for path in (HOOKS, f"{HOOKS}/new", f"{HOOKS}/{hook.id}", f"{HOOKS}/{hook.id}/delete"):
        assert other.get(path).status == 403


def test_a_webhook_is_missing_below_another_repository(signed_in, aqueduct, hook):
    assert signed_in.get(f"/octavia/aqueduct/settings/hooks/{hook.id}").status == 404
