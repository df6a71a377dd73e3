"""Parts of pages that are data before they are markup: the scope tree, assets, the table itself."""

import re
from pathlib import Path

import pytest

from watchword.access.kinds import Kind
from watchword.access.scopes import TREE, Scope, normalise
from watchword.kernel.errors import Refused
from watchword.surfaces.locale.translator import SOURCE, translators
from watchword.surfaces.web import assets, build, pages, rendering, scope_tree
from watchword.surfaces.web.application import Application
from watchword.surfaces.web.errors import told
from watchword.surfaces.web.rendering import Frame
from watchword.surfaces.web.route import Page, oneself, page

WEB = Path(assets.__file__).parent


def flat(nodes):
    for node in nodes:
        yield node
        yield from flat(node.children)


def test_every_scope_stands_in_the_form_once():
    tree = scope_tree.tree(())
    names = [node.name for node in flat((*tree.offered, *tree.folded))]
    assert sorted(names) == sorted(row.name for row in TREE)


def test_what_a_scope_carries_is_ticked_with_it_and_normalises_back():
    granted = (Scope("admin:org"), Scope("gist"))
    tree = scope_tree.tree(granted)
    ticked = [node.name for node in flat((*tree.offered, *tree.folded)) if node.ticked]
    assert set(ticked) == {"admin:org", "write:org", "read:org", "manage_runners:org", "gist"}
    assert normalise(ticked) == granted


def test_the_folded_part_opens_when_something_in_it_is_ticked():
    assert not scope_tree.tree([Scope("repo")]).folded_ticked
    assert scope_tree.tree([Scope("write:packages")]).folded_ticked


def test_what_operations_ask_for_is_not_called_idle():
    tree = scope_tree.tree(())
    idle = {node.name for node in flat(tree.offered) if node.idle}
    working = {"repo", "public_repo", "delete_repo", "workflow", "user", "user:email", "gist"}
    assert not idle & {*working, "admin:org", "read:org", "repo:status", "repo_deployment"}
    assert "manage_runners:org" in idle
    assert all(node.idle for node in flat(tree.folded))


def test_the_script_stays_short_and_pages_hold_none():
    script = (WEB / "static/watchword.js").read_text()
    assert script.count("\n") < 300
    for template in (WEB / "templates").rglob("*.html"):
        text = template.read_text()
        assert not re.search(r"<script(?! src)|<style|\son[a-z]+=|\sstyle=|\|\s*safe", text), (
            template
        )


def test_every_icon_that_is_asked_for_is_drawn():
    drawn = set(re.findall(r'<symbol id="([a-z-]+)"', (WEB / "static/icons.svg").read_text()))
    asked = set()
    for template in (WEB / "templates").rglob("*.html"):
        asked |= set(re.findall(r'icons?\.icon\("([a-z-]+)"', template.read_text()))
    assert asked
    assert asked <= drawn


def test_every_template_compiles():
    environment = rendering.environment(translators()[SOURCE], assets.built_in())
    names = environment.list_templates(extensions=["html"])
    assert names
    for name in names:
        environment.get_template(name)


def test_an_address_of_a_file_changes_with_its_content():
    one, other = (assets.Assets({"a.css": content}) for content in (b"x", b"y"))
    assert one.url("a.css") != other.url("a.css")
    assert one.at(one.url("a.css")).content == b"x"
    assert one.at(other.url("a.css")) is None
    with pytest.raises(KeyError):
        one.url("b.css")


def test_every_refusal_has_a_row():
    def below(kind):
        return {kind, *(one for sub in kind.__subclasses__() for one in below(sub))}

    domain = {kind for kind in below(Refused) if not kind.__module__.startswith("watchword.surf")}
    for kind in domain - {Refused}:
        assert told(kind.__new__(kind)).status < 500, kind


def test_pages_that_change_something_are_for_people_who_signed_in():
    for row in pages.PAGES:
        if row.route.method != "GET" and row.route.path != "/login":
            assert row.route.operation.who == {Kind.SESSION} | (
                row.route.operation.who - {Kind.ANONYMOUS}
            ), row.route.path
            assert Kind.ANONYMOUS not in row.route.operation.who


def test_a_page_that_only_looks_cannot_ask_for_the_password():
    from watchword.access.table import tokens

    with pytest.raises(ValueError, match="only a page that takes a form"):
        page("GET", "/x", tokens.CREATE, oneself, lambda work, grant, asked: None)


def test_a_form_that_is_shown_again_must_be_there():
    from watchword.access.table import accounts

    row: Page = page("POST", "/x", accounts.UPDATE_PROFILE, oneself, print, again="/y")
    with pytest.raises(ValueError, match="/y"):
        Application([row], None, None, None)


def test_a_page_without_forms_makes_no_token():
    def never():
        raise AssertionError

    frame = Frame(None, "/", 0, authenticity=never)
    html = build.renderer().render("front/welcome.html", frame, {})
    assert "authenticity_token" not in html
