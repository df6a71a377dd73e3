"""Attack 61: what people type stands in mails as they typed it, and never in a header."""

import pytest

from tests.mailbox import SITE, Post
from tests.world import World, actor_of, fresh_sqlite
from watchword.access.gate import require
from watchword.access.kinds import Kind
from watchword.access.table import accounts as table
from watchword.accounts import emails, profile
from watchword.kernel.errors import Invalid
from watchword.kernel.events import Origin
from watchword.oauth.events import SignInAuthorized

HOSTILE = "x\r\nBcc: everybody@example.test\r\n\r\n{{ 7 * 7 }} {% include 'parts.txt' %} <script>"


@pytest.fixture
def world(tmp_path):
    small = World(fresh_sqlite(tmp_path))
    yield small
    small.close()


@pytest.fixture
def octavia(world):
    return world.user("octavia")


def test_a_name_breaks_out_into_no_header_and_runs_no_template(world, octavia):
    """Names of applications hold no line break; if one ever did, the mail would bear it."""
    post = Post(world)
    origin = Origin(user=octavia.id, kind="session", address=HOSTILE, agent=HOSTILE)
    fact = SignInAuthorized(octavia.id, 1, HOSTILE, HOSTILE, "code")
    world.write(lambda work: work.record(fact), actor_of(octavia, origin=origin))
    (mail,) = post.deliver()
    assert mail.keys() == [
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "Auto-Submitted",
        "Content-Type",
        "Content-Transfer-Encoding",
        "MIME-Version",
    ]
    assert mail["To"] == "octavia@example.test"
    assert mail.get_content_type() == "text/plain"
    assert "{{ 7 * 7 }}" in mail.get_content()
    assert "49" not in mail.get_content()


@pytest.mark.parametrize(
    "address",
    [
        "a@b.example\r\nBcc: c@d.example",
        "a@b.example,c@d.example",
        "a@b.example c@d.example",
        "<a@b.example>",
        "Ann <a@b.example>",
        '"a b"@b.example',
        "a@[127.0.0.1]",
        "a@b.example\0",
        "a@b@c.example",
        "a;c@b.example",
        "a@-b.example",
        "@b.example",
    ],
)
def test_what_means_something_in_a_header_is_no_address(world, octavia, address):
    actor = actor_of(octavia, kind=Kind.SESSION)

    def unit(work):
        emails.add(work, require(actor, table.ADD_EMAIL, octavia), [address])

    with pytest.raises(Invalid):
        world.write(unit)


def test_no_profile_holds_what_turns_text_around(world, octavia):
    actor = actor_of(octavia, kind=Kind.SESSION)
    for field in ("name", "company", "location", "blog", "bio"):

        def unit(work, field=field):
            grant = require(actor, table.UPDATE_PROFILE, octavia)
            profile.update(work, grant, {field: "a\u202eb"})

        with pytest.raises(Invalid):
            world.write(unit)


def test_links_lead_to_the_public_address_only(world, octavia):
    post = Post(world)
    world.token(octavia)
    (mail,) = post.deliver()
    links = [word for word in mail.get_content().split() if "://" in word]
    assert links
    assert all(link.rstrip(".").startswith(SITE) for link in links)
