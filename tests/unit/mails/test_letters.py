"""What people are told by mail, and what not."""

import pytest

from tests.mailbox import SITE
from tests.sign_ins import sign_in
from tests.world import CHEAP, NOON, actor_of
from watchword.access.gate import require
from watchword.access.kinds import Kind
from watchword.access.scopes import Scope
from watchword.access.table import accounts, oauth
from watchword.access.table import tokens as table
from watchword.access.table.site_tokens import IMPERSONATE
from watchword.accounts import service
from watchword.accounts.model import SITE as SITE_ITSELF
from watchword.jobs import housekeeping
from watchword.kernel.events import Origin
from watchword.kernel.secret import Secret
from watchword.keys.events import GpgKeyCreated, PublicKeyCreated, SigningKeyCreated
from watchword.oauth import authorize
from watchword.oauth.authorize import Request
from watchword.oauth.model import GITHUB_CLI
from watchword.tokens import classic, impersonation

DAY = 86_400


@pytest.fixture
def octavia(world):
    return world.user("octavia")


@pytest.fixture
def told(world, octavia, post):
    """The one mail about what was done by octavia in the browser."""

    def tell(unit):
        origin = Origin(user=octavia.id, kind="session", address="192.0.2.7")
        actor = actor_of(octavia, kind=Kind.SESSION, sudo=True, origin=origin)
        post.forget()
        world.write(lambda work: unit(work, actor), actor)
        (mail,) = post.deliver()
        return mail

    return tell


def test_a_new_token_is_told_with_its_note_scopes_and_end(told, octavia):
    def unit(work, actor):
        scopes = (Scope("repo"), Scope("gist"), Scope("user"))
        wanted = classic.Wanted("laptop & <co>", scopes, NOON + 30 * DAY)
        classic.create(work, require(actor, table.CREATE, octavia), wanted)

    mail = told(unit)
    assert mail["To"] == "octavia@example.test"
    assert mail["From"] == "Watchword <noreply@git.example.test>"
    assert mail["Subject"] == (
        "[Watchword] A personal access token (classic) has been added to your account"
    )
    assert mail["Auto-Submitted"] == "auto-generated"
    text = mail.get_content()
    assert "Hello octavia," in text
    assert "named “laptop & <co>” was added" in text
    assert "Scopes: gist, repo, and user." in text
    assert "It expires on Sun, Feb 14 2027." in text
    assert "It came from 192.0.2.7 on January 15, 2027" in text
    assert f"{SITE}/settings/tokens" in text


def test_no_mail_holds_the_secret(world, octavia, post):
    _, secret = world.token(octavia)
    (mail,) = post.deliver()
    text = mail.get_content()
    assert secret.text not in text
    assert secret.last_eight not in text
    assert "It has no scopes." in text
    assert "It does not expire." in text
    assert "It happened on" in text, "the operator has no address"


def test_a_regenerated_token_is_told_by_its_note(world, told, octavia):
    token, _ = world.token(octavia, "repo", note="laptop")

    def unit(work, actor):
        classic.regenerate(work, require(actor, table.REGENERATE, token), NOON + DAY)

    mail = told(unit)
    assert "regenerated" in mail["Subject"]
    assert "“laptop” was given a new secret" in mail.get_content()
    assert "Scopes: repo." in mail.get_content()


def test_an_application_is_told_the_first_time(world, octavia, post):
    actor = actor_of(octavia, kind=Kind.SESSION, sudo=True)

    def approve(work):
        request = Request(GITHUB_CLI, "http://127.0.0.1/callback", scope="repo")
        authorize.approve(work, require(actor, oauth.AUTHORIZE, octavia), request, ("repo",))

    post.forget()
    world.write(approve)
    (mail,) = post.deliver()
    assert "OAuth application “GitHub CLI” was let in" in mail.get_content()
    sign_in(world, octavia, GITHUB_CLI, "repo")
    world.clock.now += 60
    world.write(approve)
    assert post.deliver() == []


@pytest.mark.parametrize(("one_time", "words"), [(False, "was changed"), (True, "one-time")])
def test_a_password_is_told_by_whom_it_was_set(world, octavia, post, one_time, words):
    post.forget()
    kept = CHEAP.hash(Secret("another password"))

    def unit(work):
        grant = require(world.operator, accounts.SET_PASSWORD, octavia)
        service.set_password(work, grant, kept, one_time=one_time)

    world.write(unit)
    (mail,) = post.deliver()
    assert words in mail.get_content()
    assert "another password" not in mail.get_content()


def test_somebody_is_told_who_acts_in_their_name(world, octavia, post):
    token, _ = world.token(world.user("root", site_admin=True), "site_admin")
    actor = actor_of(
        world.read(lambda work: work.users.by_login("root")),
        "site_admin",
        site_admin=True,
        origin=Origin(credential=token.id),
    )
    post.forget()

    def unit(work):
        impersonation.begin(work, require(actor, IMPERSONATE, SITE_ITSELF), octavia, ["repo"])

    world.write(unit, actor)
    (mail,) = post.deliver()
    assert mail["To"] == "octavia@example.test"
    assert "root, who administers this site, made it to act in your name." in mail.get_content()


def test_nothing_is_told_to_the_suspended_and_to_those_without_an_address(world, octavia, post):
    world.suspend(octavia)
    world.token(octavia)
    assert post.deliver() == []


def test_the_same_mail_told_again_has_the_same_number(world, octavia, post):
    world.token(octavia)
    (event,) = world.read(lambda work: work.events.latest(1))
    post.tell(event)
    (first,) = post.box.mails.values()
    post.tell(event)
    (second,) = post.box.mails.values()
    assert first["Message-ID"] == second["Message-ID"]


@pytest.mark.parametrize(
    ("left", "subject", "words"),
    [
        (6 * DAY, "is about to expire", "“laptop” expires in 7 days, on February 14, 2027"),
        (3_600, "is about to expire", "expires in less than a day"),
        (0, "has expired", "“laptop” expired on February 14, 2027"),
    ],
)
def test_the_end_of_a_token_is_told_with_the_way_to_go_on(
    world, octavia, post, left, subject, words
):
    token, _ = world.token(octavia, "repo", "gist", expires_at=NOON + 30 * DAY, note="laptop")
    post.forget()
    world.clock.now = NOON + 30 * DAY - left
    housekeeping.warn_of_tokens(world.database)
    (mail,) = post.deliver()
    assert subject in mail["Subject"]
    text = mail.get_content()
    assert words in text
    assert "Scopes: gist and repo." in text
    assert f"{SITE}/settings/tokens/{token.id}/regenerate" in text


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        (
            PublicKeyCreated(1, None, 1, "laptop", "SHA256:abc", read_only=False),
            "The SSH key “laptop”",
        ),
        (SigningKeyCreated(1, 1, "laptop", "SHA256:abc"), "The SSH signing key “laptop”"),
        (GpgKeyCreated(1, 1, "ABCD", "SHA256:abc"), "The GPG key ABCD"),
    ],
)
def test_a_new_key_is_told_with_its_fingerprint(world, octavia, post, fact, words):
    post.forget()
    world.write(lambda work: work.record(fact))
    (mail,) = post.deliver()
    assert mail["To"] == "octavia@example.test"
    text = mail.get_content()
    assert words in text
    assert "SHA256:abc" in text
    assert f"{SITE}/settings/keys" in text


def test_a_deploy_key_is_told_to_the_owner_of_the_repository(world, octavia, post):
    repository = world.repository(octavia, "thing")
    post.forget()
    fact = PublicKeyCreated(None, repository.id, 1, "ci", "SHA256:abc", read_only=True)
    world.write(lambda work: work.record(fact))
    (mail,) = post.deliver()
    assert mail["Subject"] == "[Watchword] A new public key was added to octavia/thing"
    assert "It can only read." in mail.get_content()
    assert f"{SITE}/octavia/thing/settings/keys" in mail.get_content()
