"""The inbox in the browser, the bell that leads to it, and what one is told of a commit."""

import pytest

from tests.markup import acting
from tests.notices import Notices
from tests.pages import Browser
from watchword.notifications.model import Notice, Reason, Subject
from watchword.repositories.model import Visibility

NEWS = "Notifications, some of them not read"


@pytest.fixture
def notices(world, disk):
    return Notices(world, disk.shelf)


@pytest.fixture
def owner(site, octavia):
    browser = Browser(site)
    browser.sign_in(octavia)
    return browser


@pytest.fixture
def path(history):
    return f"/octavia/aqueduct/commit/{history.second}"


@pytest.fixture
def say(world, owner, notices, path):
    """Let octavia write below the commit, and let all be told."""

    def written(body):
        world.clock.now += 5
        owner.get(path)
        assert owner.press("Comment", body=body).status == 200
        notices.run()
        world.clock.now += 5

    return written


def inbox(browser, query=""):
    page = browser.get(f"/notifications{query}")
    assert page.status == 200
    return page


def test_the_bell_tells_of_news_and_the_inbox_which(stranger, say, path):
    assert NEWS not in stranger.get("/").html
    assert "Nothing here" in inbox(stranger).text
    say("@balthasar, look at this.")
    assert NEWS in stranger.get("/").html
    page = inbox(stranger)
    assert "Use the standard gravity" in page.text
    assert "You were mentioned" in page.text
    assert "octavia/aqueduct" in page.text
    assert f'href="{path}#commitcomment-1"' in page.html


def test_who_looks_at_the_commit_has_read_it(stranger, say, path):
    say("@balthasar")
    stranger.get(path)
    page = inbox(stranger)
    assert NEWS not in page.html
    assert "Mark as read" not in page.text
    assert "Use the standard gravity" in page.text
    assert "Nothing here" in inbox(stranger, "?filter=unread").text


def test_threads_are_marked_as_read_and_put_away(stranger, say):
    say("@balthasar")
    inbox(stranger, "?filter=participating")
    page = stranger.press("Mark as read")
    assert page.path == "/notifications?filter=participating"
    assert "Use the standard gravity" in page.text
    page = stranger.press("Done")
    assert "Nothing here" in page.text


def test_all_are_marked_as_read_that_were_seen(stranger, world, say, notices, path, owner):
    say("@balthasar")
    inbox(stranger)
    world.clock.now += 5
    owner.get(path)
    owner.press("Comment", body="@balthasar, one more.")
    notices.run()
    page = stranger.press("Mark all as read")
    # What came in between stays new.
    assert NEWS in page.html
    page = stranger.press("Mark all as read")
    assert "All notifications are marked as read." in page.text
    assert NEWS not in page.html


def test_who_unsubscribes_is_told_when_named_only(stranger, say, path):
    say("@balthasar")
    inbox(stranger)
    page = stranger.press("Unsubscribe")
    assert "Subscribe" in page.text
    stranger.get(path)
    say("And so on.")
    assert NEWS not in inbox(stranger).html
    page = stranger.get(path)
    assert "You are not told of what is written here" in page.text
    page = stranger.press("Subscribe")
    assert "You are told of what is written here." in page.text
    say("And on.")
    assert NEWS in inbox(stranger).html


def test_one_may_follow_a_commit_of_which_nothing_was_told(stranger, say, path):
    stranger.get(path)
    stranger.press("Subscribe")
    assert "Nothing here" in inbox(stranger).text
    say("For all who listen.")
    assert "You subscribed" in inbox(stranger).text


def test_nothing_is_shown_of_what_is_hidden_by_now(stranger, world, say, aqueduct):
    say("@balthasar")
    hidden = {"visibility": Visibility.PRIVATE.value}
    world.write(lambda work: work.repositories.update(aqueduct.id, hidden, work.now))
    page = inbox(stranger)
    assert NEWS not in page.html
    assert "gravity" not in page.text
    assert "aqueduct" not in page.html


def test_threads_of_others_are_missing(stranger, owner, world, balthasar, say):
    say("@balthasar")
    thread = world.read(
        lambda work: work.threads.about(
            balthasar.id, Subject.COMMIT, next(iter(_keys(work, balthasar)))
        )
    )
    for number in (thread.id, 999, "x"):
        for deed in ("read", "done", "subscription"):
            pairs = [("authenticity_token", owner.token_of_forms())]
            assert owner.send(f"/notifications/{number}/{deed}", pairs).status == 404
    assert NEWS in inbox(stranger).html


def _keys(work, user):
    from watchword.kernel.pagination import PageRequest
    from watchword.notifications.ports import Sight, ThreadListing

    page = work.threads.page(Sight(user.id), ThreadListing(unread=False), PageRequest())
    return [one.key for one in page.items]


def test_every_kind_of_notice_has_words_and_a_place(stranger, world, balthasar, vault):
    markup = "<script>alert(1)</script>"
    for number, subject in enumerate(Subject):
        notice = Notice(subject, f"{number}/1", markup, Reason.SECURITY_ALERT)
        world.write(lambda work, one=notice: work.threads.put(balthasar.id, one, work.now))
    page = inbox(stranger)
    assert acting(page.html) == []
    assert page.text.count(markup) >= len(Subject)
    for words in ("invited", "secret was found", "ends soon", "has expired", "pushed content"):
        assert words in page.text


def test_the_inbox_takes_somebody_who_is_signed_in(visitor):
    assert visitor.get("/notifications").path.startswith("/login")
