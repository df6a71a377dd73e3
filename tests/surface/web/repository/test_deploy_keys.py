"""Deploy keys on the pages of a repository."""

import pytest

from tests import ssh
from tests.pages import Browser
from watchword.access.roles import Role
from watchword.accounts.model import SUDO_LIFE
from watchword.kernel.pagination import PageRequest

KEYS = "/octavia/aqueduct/settings/keys"


@pytest.fixture
def keys(world, aqueduct):
    def found():
        return world.read(
            lambda work: work.public_keys.of_repository(aqueduct.id, PageRequest())
        ).items

    return found


def add(browser, **fields):
    browser.get(f"{KEYS}/new")
    return browser.press("Add key", **({"title": "ci"} | fields))


def test_the_way_leads_from_the_settings_to_a_key_that_only_reads(signed_in, aqueduct, keys):
    signed_in.get("/octavia/aqueduct/settings")
    page = signed_in.click("Deploy keys")
    assert "No deploy keys yet" in page.text
    signed_in.click("Add deploy key")
    page = signed_in.press("Add key", title="ci", key=ssh.ed25519_line())
    assert page.path == KEYS
    assert "The key “ci” was added." in page.text
    assert "Read-only" in page.text
    (made,) = keys()
    assert (made.read_only, made.added_by) == (True, "octavia")


def test_a_ticked_box_lets_it_write(signed_in, aqueduct, keys):
    assert "Read and write" in add(signed_in, key=ssh.ed25519_line(), write="yes").text
    assert keys()[0].read_only is False


def test_a_mistake_is_told_at_the_field(signed_in, aqueduct, keys):
    page = add(signed_in, key="nonsense")
    assert (page.status, "key is invalid." in page.text) == (422, True)
    line = ssh.ed25519_line()
    add(signed_in, key=line)
    assert "key is already in use" in add(signed_in, key=line).text
    assert len(keys()) == 1


def test_a_key_is_deleted_after_its_consequences_were_named(signed_in, aqueduct, keys):
    add(signed_in, key=ssh.ed25519_line())
    page = signed_in.get(f"{KEYS}/{keys()[0].id}/delete")
    assert "refused from the next connection on" in page.text
    assert "The key “ci” was deleted." in signed_in.press("Delete this key").text
    assert keys() == []


def test_a_stolen_cookie_adds_no_key(signed_in, world, aqueduct, keys):
    signed_in.get(f"{KEYS}/new")
    world.clock.now += SUDO_LIFE
    signed_in.press("Add key", key=ssh.ed25519_line())
    assert keys() == []


def test_nobody_but_who_runs_it_sees_them(signed_in, site, world, aqueduct, keys):
    add(signed_in, key=ssh.ed25519_line())
    bob = world.user("bob")
    world.collaborator(aqueduct, bob, Role.WRITE)
    other = Browser(site)
    other.sign_in(bob)
    for path in (KEYS, f"{KEYS}/new", f"{KEYS}/{keys()[0].id}/delete"):
        assert other.get(path).status == 403


def test_keys_of_other_repositories_are_missing(signed_in, aqueduct, vault, keys):
    add(signed_in, key=ssh.ed25519_line())
    path = f"/octavia/vault/settings/keys/{keys()[0].id}/delete"
    assert signed_in.get(path).status == 404
