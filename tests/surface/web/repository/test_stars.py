"""Stars, watching, forks, templates and topics on the pages of repositories and people."""

import pytest

from tests.pages import Browser
from watchword.repositories.model import Visibility

HOME = "/octavia/aqueduct"


def of(world, repository):
    return world.read(lambda work: work.repositories.by_id(repository.id, None))


@pytest.fixture
def template(world, aqueduct):
    world.write(lambda work: work.lineage.set_template(aqueduct.id, is_template=True))
    return aqueduct


def test_a_star_is_put_and_taken_away_with_the_button(stranger, world, aqueduct):
    stranger.get(HOME)
    page = stranger.press("Star")
    assert page.path == HOME
    assert of(world, aqueduct).stars == 1
    assert "Stars 1" in page.text
    assert "balthasar" in stranger.get(f"{HOME}/stargazers").text
    assert "octavia/aqueduct" in stranger.get("/balthasar?tab=stars").text
    stranger.get(HOME)
    page = stranger.press("Unstar")
    assert of(world, aqueduct).stars == 0
    assert "Stars 0" in page.text
    assert "octavia/aqueduct" not in stranger.get("/balthasar?tab=stars").text


def test_what_one_is_told_is_chosen_on_the_page(stranger, world, balthasar, aqueduct):
    for choice, watchers in (("everything", 2), ("nothing", 1), ("participating", 1)):
        stranger.get(HOME)
        token = stranger.page.form("Star").value("authenticity_token")
        fields = [("authenticity_token", token), ("choice", choice)]
        assert stranger.send(f"{HOME}/watch", fields).path == HOME
        assert of(world, aqueduct).watchers == watchers
    assert world.read(lambda work: work.watches.of(balthasar.id, [aqueduct.id])) == {}
    fields = [("authenticity_token", token), ("choice", "whatever")]
    assert stranger.send(f"{HOME}/watch", fields).status == 422
    assert "octavia" in stranger.get(f"{HOME}/watchers").text


def test_nobody_in_particular_sees_the_counts_and_no_button(visitor, aqueduct):
    page = visitor.get(HOME)
    assert "Stars 0" in page.text
    assert "Forks 0" in page.text
    buttons = [button for form in page.forms for button in form.buttons]
    assert not {"Star", "Unstar", "Fork"} & set(buttons)
    assert visitor.get(f"{HOME}/fork").path.startswith("/login")


def test_what_is_private_is_on_nobodys_list(stranger, visitor, signed_in, world, octavia, vault):
    world.write(lambda work: work.stars.add(octavia.id, vault.id, work.now))
    assert "octavia/vault" in signed_in.get("/octavia?tab=stars").text
    for browser in (stranger, visitor):
        assert "vault" not in browser.get("/octavia?tab=stars").text
        for tail in ("", "/stargazers", "/watchers", "/forks"):
            assert browser.get(f"/octavia/vault{tail}").status == 404


def test_a_fork_is_made_and_tells_where_it_comes_from(stranger, world, aqueduct):
    stranger.get(HOME)
    stranger.click("Fork")
    page = stranger.press("Create fork", name="canal")
    assert page.path == "/balthasar/canal"
    assert "“balthasar/canal” was forked from “octavia/aqueduct”." in page.text
    assert "Forked from octavia/aqueduct" in page.text
    assert "balthasar/canal" in stranger.get(f"{HOME}/forks").text
    assert "Forks 1" in stranger.get(HOME).text


def test_a_fork_with_a_bad_name_is_asked_for_again(stranger, aqueduct):
    stranger.get(f"{HOME}/fork")
    page = stranger.press("Create fork", name="")
    assert page.status == 422
    assert page.form("Create fork").value("name") == ""


def test_a_repository_begins_as_a_template(stranger, world, disk, template):
    page = stranger.get(HOME)
    assert "Template" in page.text
    stranger.click("Use this template")
    page = stranger.press("Create repository", name="bridge", visibility="public")
    assert page.path == "/balthasar/bridge"
    assert "README.md" in page.text
    stranger.get(f"{HOME}/generate")
    page = stranger.press("Create repository", name="", visibility="loud")
    assert page.status == 422


def test_what_is_no_template_is_none_to_begin_with(stranger, aqueduct):
    assert "Use this template" not in stranger.get(HOME).text
    assert stranger.get(f"{HOME}/generate").status == 422


def test_topics_and_the_template_are_set_in_the_settings(signed_in, world, aqueduct):
    signed_in.get(f"{HOME}/settings")
    signed_in.press("Save settings", topics="Water, stone  arches", template="yes")
    assert of(world, aqueduct).topics == ("water", "stone", "arches")
    assert world.read(lambda work: work.lineage.of(aqueduct.id)).is_template
    form = signed_in.get(f"{HOME}/settings").form("Save settings")
    assert (form.value("topics"), form.value("template")) == ("water stone arches", "yes")
    page = signed_in.get(HOME)
    assert page.links["stone"] == "/search?q=topic%3Astone"
    signed_in.get(f"{HOME}/settings")
    fields = signed_in.page.form("Save settings").fields
    page = signed_in.send(f"{HOME}/settings", [pair for pair in fields if pair[0] != "template"])
    assert not world.read(lambda work: work.lineage.of(aqueduct.id)).is_template
    signed_in.get(f"{HOME}/settings")
    page = signed_in.press("Save settings", topics="_no_")
    assert page.status == 422
    assert of(world, aqueduct).topics == ("water", "stone", "arches")


def test_the_licence_stands_on_the_front_page(visitor, world, aqueduct):
    world.write(lambda work: work.repositories.note_look(aqueduct.id, "mit", {}))
    assert "MIT License" in visitor.get(HOME).text
    world.write(lambda work: work.repositories.note_look(aqueduct.id, "other", {}))
    assert "Licence of its own" in visitor.get(HOME).text


def test_a_private_source_is_not_named_to_who_may_not_see_it(site, world, disk, octavia, aqueduct):
    """A fork whose source was hidden since stands on its own."""
    clara = world.user("clara")
    copy = world.repository(clara, "canal")
    disk.history(copy).commit({"a": "1"}, "One")
    world.write(
        lambda work: work.lineage.begin_fork(copy.id, aqueduct.id, aqueduct.id, None, work.now)
    )
    hidden = {"visibility": Visibility.PRIVATE}
    world.write(lambda work: work.repositories.update(aqueduct.id, hidden, work.now))
    browser = Browser(site)
    browser.sign_in(clara)
    page = browser.get("/clara/canal")
    assert page.status == 200
    assert "aqueduct" not in page.text
