"""What people write below a commit, on its page."""

import pytest

from tests.markup import acting
from tests.pages import Browser
from watchword.access.roles import Role
from watchword.kernel.pagination import PageRequest

MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)> [in](javascript:alert(1)) {{7*191}}"


@pytest.fixture
def owner(site, octavia):
    browser = Browser(site)
    browser.sign_in(octavia)
    return browser


@pytest.fixture
def path(history):
    return f"/octavia/aqueduct/commit/{history.second}"


def comments(world, repository):
    def unit(work):
        return work.commit_comments.of_repository(repository, PageRequest()).items

    return world.read(unit)


def test_whoever_reads_a_commit_may_write_below_it(stranger, visitor, world, aqueduct, path):
    stranger.get(path)
    page = stranger.press("Comment", body="Why not *ten*?\n\n- a list")
    (made,) = comments(world, aqueduct)
    assert page.path == path
    assert page.status == 200
    assert (made.sha, made.body) == (path.rpartition("/")[2], "Why not *ten*?\n\n- a list")
    seen = visitor.get(path)
    assert f'id="commitcomment-{made.id}"' in seen.html
    assert "<em>ten</em>" in seen.html
    assert "One comment" in seen.text
    assert "balthasar" in seen.text
    assert "Your comment" not in seen.text
    assert "to write a comment" in seen.text


def test_an_empty_comment_is_refused_and_the_page_stays(stranger, path):
    stranger.get(path)
    page = stranger.press("Comment", body="  ")
    assert page.status == 422
    assert "Use the standard gravity" in page.text


def test_the_author_changes_it_and_takes_it_away(stranger, world, aqueduct, path):
    stranger.get(path)
    stranger.press("Comment", body="Frist")
    (made,) = comments(world, aqueduct)
    world.clock.now += 60
    page = stranger.get(f"{path}/comments/{made.id}/edit")
    assert "Frist" in page.html
    assert stranger.press("Save comment", body="").status == 422
    page = stranger.press("Save comment", body="First")
    assert page.path == path
    assert "First" in page.text
    assert "edited" in page.text
    page = stranger.press("Delete")
    assert "The comment was deleted." in page.text
    assert comments(world, aqueduct) == []


def test_others_who_may_push_see_to_it_and_who_may_not_do_not(
    stranger, owner, site, world, aqueduct, path
):
    stranger.get(path)
    stranger.press("Comment", body="Rude words")
    (made,) = comments(world, aqueduct)
    other = Browser(site)
    other.sign_in(world.user("other"))
    assert "Delete" not in other.get(path).text
    for tail in ("edit", "delete"):
        pairs = [("authenticity_token", other.token_of_forms()), ("body", "x")]
        assert other.send(f"{path}/comments/{made.id}/{tail}", pairs).status == 403
    owner.get(path)
    owner.press("Delete")
    assert comments(world, aqueduct) == []


def test_a_comment_is_found_at_its_own_commit_only(owner, history, world, aqueduct, path):
    owner.get(path)
    owner.press("Comment", body="Here")
    (made,) = comments(world, aqueduct)
    elsewhere = path.replace(history.second, history.first)
    assert owner.get(f"{path}/comments/{made.id}/edit").status == 200
    for wrong in (f"{elsewhere}/comments/{made.id}", f"{path}/comments/999", f"{path}/comments/x"):
        assert owner.get(f"{wrong}/edit").status == 404


def test_nothing_that_is_written_acts(owner, path):
    owner.get(path)
    page = owner.press("Comment", body=MARKUP)
    assert acting(page.html) == []
    assert "1337" not in page.text


def test_there_are_pages_of_many_and_a_new_one_is_on_the_last(
    owner, world, octavia, aqueduct, path
):
    from watchword.social.comments.ports import NewComment

    def many(work):
        for number in range(50):
            new = NewComment(
                path.rpartition("/")[2], octavia.id, f"word {number}", None, None, None
            )
            work.commit_comments.add(aqueduct, new, work.now)

    world.write(many)
    page = owner.get(path)
    assert "word 49" in page.text
    page = owner.press("Comment", body="the last word")
    assert "the last word" in page.text
    assert "word 49" not in page.text


def test_what_is_read_only_takes_none_and_what_is_hidden_shows_none(
    stranger, owner, world, aqueduct, vault, disk, path
):
    world.write(lambda work: work.repositories.update(aqueduct.id, {"archived_at": 1}, work.now))
    assert "Your comment" not in owner.get(path).text
    sha = disk.history(vault).git("rev-parse", "main")
    hidden = f"/octavia/vault/commit/{sha}"
    pairs = [("authenticity_token", stranger.token_of_forms()), ("body", "x")]
    assert stranger.send(f"{hidden}/comments", pairs).status == 404
    world.collaborator(vault, world.read(lambda work: work.users.by_login("balthasar")), Role.READ)
    stranger.get(hidden)
    assert "Well kept" in stranger.press("Comment", body="Well kept").text
