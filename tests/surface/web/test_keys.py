"""Settings, SSH and GPG keys: added, listed, deleted; and as text for everybody."""

import pytest

from tests import openpgp as pgp
from tests import ssh
from tests.pages import PASSWORD, Browser
from watchword.accounts.model import SUDO_LIFE
from watchword.kernel.pagination import PageRequest
from watchword.keys import ssh_format

KEYS = "/settings/keys"
FIRST = PageRequest()


def keys_of(world, user):
    return world.read(lambda work: work.public_keys.of_user(user.id, FIRST)).items


def add(browser, **fields):
    browser.get("/settings/ssh/new")
    return browser.press("Add SSH key", **({"title": "laptop"} | fields))


def test_the_way_leads_from_the_settings_to_a_key(signed_in, world, octavia):
    signed_in.get("/settings/profile")
    page = signed_in.click("SSH and GPG keys")
    assert "No SSH keys yet" in page.text
    signed_in.click("New SSH key")
    line = ssh.ed25519_line("octavia@laptop")
    page = signed_in.press("Add SSH key", title="", key=line)
    assert page.path == KEYS
    assert "The key “octavia@laptop” was added." in page.text
    assert ssh_format.read(line).fingerprint in page.text
    assert "Never used" in page.text
    (made,) = keys_of(world, octavia)
    assert (made.title, made.added_by) == ("octavia@laptop", "octavia")


def test_a_signing_key_opens_nothing(signed_in, world, octavia):
    page = add(signed_in, key=ssh.ed25519_line(), type="signing")
    assert "Signing" in page.text
    assert keys_of(world, octavia) == []
    signed = world.read(lambda work: work.signing_keys.of_user(octavia.id, FIRST)).items
    assert [key.title for key in signed] == ["laptop"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"key": "nonsense"}, "key is invalid."),
        ({"key": ""}, "key is invalid."),
        ({"key": ssh.ed25519_line(), "title": "x" * 300}, "title must be one line"),
        ({"key": "-----BEGIN OPENSSH PRIVATE KEY-----"}, "That is a private key"),
    ],
)
def test_a_mistake_is_told_at_the_field_and_what_was_typed_stays(
    signed_in, world, octavia, fields, words
):
    page = add(signed_in, **fields)
    assert page.status == 422
    assert words in page.text
    assert page.form("Add SSH key").value("key") == fields["key"]
    assert keys_of(world, octavia) == []


def test_a_key_in_use_is_refused(signed_in):
    line = ssh.ed25519_line()
    add(signed_in, key=line)
    assert "key is already in use" in add(signed_in, key=line).text


@pytest.mark.parametrize("path", ["/settings/ssh", "/settings/gpg"])
def test_a_stolen_cookie_adds_no_key(signed_in, world, octavia, path):
    signed_in.get("/settings/ssh/new")
    token = signed_in.token_of_forms()
    world.clock.now += SUDO_LIFE
    fields = [("authenticity_token", token), ("key", ssh.ed25519_line())]
    fields += [("armored_public_key", pgp.generated()), ("title", "thief")]
    page = signed_in.send(path, fields)
    assert "Confirm" in page.text
    assert keys_of(world, octavia) == []
    assert world.read(lambda work: work.gpg_keys.of_user(octavia.id, FIRST)).total == 0


def test_with_the_password_the_key_that_was_typed_is_added(signed_in, world, octavia):
    signed_in.get("/settings/ssh/new")
    world.clock.now += SUDO_LIFE
    signed_in.press("Add SSH key", key=ssh.ed25519_line(), title="late")
    signed_in.press("Confirm", sudo_password=PASSWORD)
    assert [key.title for key in keys_of(world, octavia)] == ["late"]


def test_a_key_is_deleted_after_its_consequences_were_named(signed_in, world, octavia):
    add(signed_in, key=ssh.ed25519_line())
    (made,) = keys_of(world, octavia)
    page = signed_in.get(f"{KEYS}/{made.id}/delete")
    assert "refused from the next connection on" in page.text
    assert "The key “laptop” was deleted." in signed_in.press("Delete this key").text
    assert keys_of(world, octavia) == []


def test_signing_and_gpg_keys_are_deleted_likewise(signed_in, world, octavia):
    add(signed_in, key=ssh.ed25519_line(), type="signing")
    (signing,) = world.read(lambda work: work.signing_keys.of_user(octavia.id, FIRST)).items
    signed_in.get(f"/settings/signing_keys/{signing.id}/delete")
    assert "was deleted" in signed_in.press("Delete this key").text
    signed_in.get("/settings/gpg/new")
    page = signed_in.press("Add GPG key", title="work", armored_public_key=pgp.made_by_gpg())
    (made,) = world.read(lambda work: work.gpg_keys.of_user(octavia.id, FIRST)).items
    assert f"The key {made.packet.key_id} was added." in page.text
    assert "octavia@example.test" in page.text
    assert "other@example.test (unverified)" in page.text
    signed_in.get(f"/settings/gpg_keys/{made.id}/delete")
    assert f"The key {made.packet.key_id} was deleted." in signed_in.press("Delete this key").text
    assert "You have added no GPG key." in signed_in.page.text


def test_a_gpg_key_that_is_none_is_told_at_the_field(signed_in):
    signed_in.get("/settings/gpg/new")
    page = signed_in.press("Add GPG key", armored_public_key="nonsense")
    assert (page.status, "armored public key" in page.text) == (422, True)


def test_keys_of_others_are_missing(signed_in, site, world, octavia):
    add(signed_in, key=ssh.ed25519_line())
    add(signed_in, key=ssh.ed25519_line(), type="signing")
    other = Browser(site)
    other.sign_in(world.user("bob"))
    for path in (f"{KEYS}/1/delete", "/settings/signing_keys/1/delete", f"{KEYS}/x/delete"):
        assert other.get(path).status == 404
    other.get("/settings/ssh/new")
    token = other.token_of_forms()
    assert other.send(f"{KEYS}/1/delete", [("authenticity_token", token)]).status == 404
    assert len(keys_of(world, octavia)) == 1


def test_a_title_is_never_markup(signed_in):
    page = add(signed_in, title="<script>alert(1)</script>", key=ssh.ed25519_line())
    assert "<script>alert(1)" not in page.html
    assert "<script>alert(1)</script>" in page.text


def test_everybody_gets_the_keys_of_a_person_as_text(signed_in, site):
    line = ssh.ed25519_line()
    add(signed_in, key=line)
    add(signed_in, key=ssh.ed25519_line(), type="signing")
    signed_in.get("/settings/gpg/new")
    signed_in.press("Add GPG key", armored_public_key=pgp.made_by_gpg())
    visitor = Browser(site)
    page = visitor.get("/Octavia.keys")
    assert (page.status, page.html) == (200, f"{line}\n")
    assert page.headers["content-type"] == "text/plain; charset=utf-8"
    assert page.headers["x-content-type-options"] == "nosniff"
    armored = visitor.get("/octavia.gpg").html
    assert armored.startswith("-----BEGIN PGP PUBLIC KEY BLOCK-----")
    assert pgp.packets(armored)[0].fingerprint == pgp.packets(pgp.made_by_gpg())[0].fingerprint
    assert visitor.request("HEAD", "/octavia.keys").status == 200


def test_who_has_no_keys_has_an_empty_file_and_who_is_nobody_has_none(site, octavia):
    visitor = Browser(site)
    for kind in ("keys", "gpg"):
        assert (visitor.get(f"/octavia.{kind}").status, visitor.page.html) == (200, "")
        assert visitor.get(f"/nobody.{kind}").status == 404
    assert visitor.get("/octavia.pem").status == 404
