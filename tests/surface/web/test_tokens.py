"""Personal access tokens in the browser, from the first one to the last."""

import pytest

from tests import ssh
from tests.world import NOON
from watchword.access.gate import require
from watchword.access.table import tokens as table
from watchword.kernel.secret import Secret
from watchword.keys import ssh_format
from watchword.keys.ports import NewPublicKey
from watchword.tokens import lifecycle
from watchword.tokens.secret import is_well_formed

DAY = 86_400


def tokens_of(world, user):
    return world.read(lambda work: list(work.tokens.of(user.id)))


def new(browser, note="laptop", *, tick=("repo",), **fields):
    browser.get("/settings/tokens/new")
    return browser.press("Generate token", description=note, tick=tick, **fields)


def secret_of(page):
    return Secret(page.ids["token"])


def test_the_way_leads_from_the_profile_menu_to_a_token(signed_in, world, octavia):
    signed_in.get("/")
    signed_in.click("Settings")
    signed_in.click("Developer settings")
    signed_in.click("Personal access tokens")
    signed_in.click("Generate new token")
    page = signed_in.press("Generate token", description="laptop", tick=["repo", "workflow"])
    assert page.status == 200
    assert is_well_formed(secret_of(page))
    (token,) = tokens_of(world, octavia)
    assert (token.note, token.scopes) == ("laptop", ("repo", "workflow"))
    assert token.expires_at == NOON + 30 * DAY
    assert f"git clone {'https://git.example.test'}/octavia/REPO.git" in page.text


def test_the_clone_line_names_a_repository_that_there_is(signed_in, world, octavia):
    world.repository(octavia, "aqueduct")
    page = new(signed_in)
    assert page.ids["clone"] == "git clone https://git.example.test/octavia/aqueduct.git"


def test_the_secret_is_shown_once(signed_in):
    secret = secret_of(new(signed_in)).text
    for path in ("/settings/tokens", "/settings/tokens/1", "/settings/tokens/1/regenerate"):
        assert secret not in signed_in.get(path).html


def test_sending_the_same_form_again_makes_no_second_token(signed_in, world, octavia):
    signed_in.get("/settings/tokens/new")
    fields = [*signed_in.page.form("Generate token").fields, ("description", "laptop")]
    first = signed_in.send("/settings/tokens", fields)
    again = signed_in.send("/settings/tokens", fields)
    assert (first.status, again.status) == (200, 422)
    assert len(tokens_of(world, octavia)) == 1
    assert secret_of(first).text not in again.html


@pytest.mark.parametrize(
    ("choice", "day", "ends"),
    [
        pytest.param("7", "", NOON + 7 * DAY, id="seven days"),
        pytest.param("60", "", NOON + 60 * DAY, id="sixty days"),
        pytest.param("90", "", NOON + 90 * DAY, id="ninety days"),
        pytest.param("none", "", None, id="no expiration"),
        # NOON is 2027-01-15 08:00 UTC.
        pytest.param("custom", "2027-01-15", 1_800_057_599, id="the end of today"),
        pytest.param("custom", "9999-12-31", 253_402_300_799, id="the last day there is"),
        pytest.param("7", "2030-01-01", NOON + 7 * DAY, id="a day is for custom only"),
    ],
)
def test_the_end_is_the_one_that_was_chosen(signed_in, world, octavia, choice, day, ends):
    page = new(signed_in, expiration=choice, expires_on=day)
    assert page.status == 200
    assert tokens_of(world, octavia)[0].expires_at == ends


@pytest.mark.parametrize(
    ("choice", "day", "told"),
    [
        pytest.param("custom", "", "Pick the day on which the token ends.", id="no day"),
        pytest.param("custom", "2027-01-14", "Pick a day that is not over yet.", id="yesterday"),
        pytest.param("custom", "soon", "Pick the day on which the token ends.", id="no date"),
        pytest.param("8", "", "Choose an expiration.", id="a choice that there is not"),
        pytest.param("-7", "", "Choose an expiration.", id="a negative choice"),
    ],
)
def test_an_end_that_cannot_be_is_told_at_its_field(signed_in, world, octavia, choice, day, told):
    page = new(signed_in, "laptop", tick=["gist"], expiration=choice, expires_on=day)
    assert page.status == 422
    assert told in page.text
    assert tokens_of(world, octavia) == []
    form = page.form("Generate token")
    assert form.value("description") == "laptop"
    assert form.values("scopes") == ["gist"]


@pytest.mark.parametrize(
    ("note", "told"),
    [
        pytest.param("", "Give the token a note", id="none"),
        pytest.param("taken", "You have a token with this note already", id="taken"),
        pytest.param("two\nlines", "Note must be one line", id="two lines"),
        pytest.param("x" * 256, "Note must be one line of at most 255", id="too long"),
    ],
)
def test_a_note_that_cannot_be_is_told_and_what_was_typed_stays(
    signed_in, world, octavia, note, told
):
    world.token(octavia, note="taken")
    page = new(signed_in, note, tick=["repo", "notifications"], expiration="90")
    assert page.status == 422
    assert told in page.ids["description-error"]
    form = page.form("Generate token")
    assert form.value("description") == note
    assert form.value("expiration") == "90"
    assert {"repo", "repo:status", "notifications"} <= set(form.values("scopes"))
    assert len(tokens_of(world, octavia)) == 1


def test_all_mistakes_are_told_at_once(signed_in):
    page = new(signed_in, "", expiration="custom")
    assert "2 things need another look" in page.text
    assert "Give the token a note" in page.ids["description-error"]
    assert "Pick the day" in page.ids["expires_on-error"]


def test_the_form_is_filled_in_by_its_address(signed_in):
    page = signed_in.get("/settings/tokens/new?description=CI%20of%20x&scopes=repo,gist,codespace")
    form = page.form("Generate token")
    assert form.value("description") == "CI of x"
    assert "gist" in form.values("scopes")
    assert "repo:status" in form.values("scopes")
    assert "codespace" in page.text
    assert form.value("expiration") == "30"


def test_the_form_offers_what_people_look_for_and_folds_the_rest(signed_in):
    page = signed_in.get("/settings/tokens/new")
    opened, _, folded = page.html.partition('<details class="fold"')
    for scope in ("repo", "repo:invite", "workflow", "gist", "read:org", "delete_repo", "user"):
        assert f'value="{scope}"' in opened
    for scope in ("write:packages", "write:discussion"):
        assert f'value="{scope}"' in folded
        assert f'value="{scope}"' not in opened


def test_scopes_without_effect_are_kept_all_the_same(signed_in, world, octavia):
    new(signed_in, tick=["write:packages", "read:packages", "notifications"])
    assert tokens_of(world, octavia)[0].scopes == ("notifications", "write:packages")


def test_the_list_shows_what_is_to_be_known(signed_in, world, octavia):
    world.token(octavia, "repo", "gist", note="living", expires_at=NOON + 3 * DAY)
    world.token(octavia, note="eternal")
    world.token(octavia, note="expired", expires_at=NOON + 10)
    gone, _ = world.token(octavia, note="revoked")
    world.write(lambda work: lifecycle.revoke(work, require(world.operator, table.REVOKE, gone)))
    world.clock.now += 60
    text = signed_in.get("/settings/tokens").text
    assert "gist, repo" in text
    assert "Never used · Expires on Mon, Jan 18 2027" in text
    assert "Expires soon" in text
    assert "This token has no expiration date." in text
    assert "Expired on Fri, Jan 15 2027" in text
    assert "Revoked by a site administrator" in text
    assert text.index("living") < text.index("expired")
    assert text.count("No expiration") == 1


def test_a_token_tells_when_it_was_made_and_how_it_ends(signed_in, world, octavia):
    token, _ = world.token(octavia, note="eternal")
    one = f"/settings/tokens/{token.id}"
    world.clock.now += 120
    page = signed_in.get(one)
    assert "No expiration Created 2 minutes ago" in page.text
    assert "This token has no expiration date." in page.text
    assert "This token has no expiration date." in signed_in.get(f"{one}/regenerate").text


def test_a_token_is_renamed_and_narrowed(signed_in, world, octavia):
    token, _ = world.token(octavia, "repo", note="laptop")
    signed_in.get(f"/settings/tokens/{token.id}")
    page = signed_in.press("Update token", description="old laptop", tick=["public_repo"])
    assert "Token “old laptop” was updated." in page.text
    assert (tokens_of(world, octavia)[0].note, tokens_of(world, octavia)[0].scopes) == (
        "old laptop",
        ("public_repo",),
    )


def test_unticking_the_last_scope_leaves_none(signed_in, world, octavia):
    token, _ = world.token(octavia, "gist", note="laptop")
    signed_in.get(f"/settings/tokens/{token.id}")
    signed_in.press("Update token", tick=[])
    assert tokens_of(world, octavia)[0].scopes == ()


def test_regenerating_gives_another_secret_and_end_to_the_same_token(signed_in, world, octavia):
    token, old = world.token(octavia, "repo", note="laptop", expires_at=NOON + DAY)
    signed_in.get(f"/settings/tokens/{token.id}/regenerate")
    page = signed_in.press("Regenerate token", expiration="7")
    (now,) = tokens_of(world, octavia)
    assert secret_of(page).text != old.text
    assert (now.id, now.note, now.scopes) == (token.id, "laptop", ("repo",))
    assert now.expires_at == NOON + 7 * DAY
    assert now.last_eight == secret_of(page).last_eight


def test_reloading_the_page_after_regenerating_does_not_kill_the_new_secret(
    signed_in, world, octavia
):
    token, _ = world.token(octavia, note="laptop")
    signed_in.get(f"/settings/tokens/{token.id}/regenerate")
    form = signed_in.page.form("Regenerate token")
    first = signed_in.send(form.action, form.fields)
    again = signed_in.send(form.action, form.fields)
    assert (first.status, again.status) == (200, 409)
    assert tokens_of(world, octavia)[0].last_eight == secret_of(first).last_eight


def test_a_revoked_token_offers_no_way_back(signed_in, world, octavia):
    token, _ = world.token(octavia, note="laptop")
    world.write(lambda work: lifecycle.revoke(work, require(world.operator, table.REVOKE, token)))
    page = signed_in.get(f"/settings/tokens/{token.id}")
    assert "A revoked token does not come back." in page.text
    signed_in.get(f"/settings/tokens/{token.id}/regenerate")
    assert signed_in.press("Regenerate token").status == 403


def test_deleting_names_the_consequences_first(signed_in, world, octavia):
    token, _ = world.token(octavia, "repo", note="laptop")
    page = signed_in.get(f"/settings/tokens/{token.id}/delete")
    assert "Delete “laptop”?" in page.text
    assert "Never used" in page.text
    assert len(tokens_of(world, octavia)) == 1
    page = signed_in.press("Delete this token")
    assert "Token “laptop” was deleted." in page.text
    assert tokens_of(world, octavia) == []
    assert "deleted" not in signed_in.get("/settings/tokens").text


def test_revoking_all_asks_for_the_name_to_be_typed(signed_in, world, octavia):
    for note in ("a", "b"):
        world.token(octavia, note=note)
    signed_in.get("/settings/tokens/revoke_all")
    page = signed_in.press("Revoke all tokens", confirmation="nobody")
    assert page.status == 422
    assert "Type your username to confirm." in page.text
    page = signed_in.press("Revoke all tokens", confirmation="Octavia")
    assert "2 tokens were revoked." in page.text
    assert all(not token.is_live(NOON) for token in tokens_of(world, octavia))


def test_there_is_nothing_to_revoke_without_tokens(signed_in):
    assert "You have no token that works." in signed_in.get("/settings/tokens/revoke_all").text


def test_the_tokens_of_others_look_missing(signed_in, world):
    token, _ = world.token(world.user("brutus"), note="knife")
    missing = signed_in.get("/settings/tokens/999")
    for end in ("", "/regenerate", "/delete"):
        page = signed_in.get(f"/settings/tokens/{token.id}{end}")
        assert page.status == 404
        assert "knife" not in page.text
    assert missing.status == 404


@pytest.mark.parametrize("number", ["0", "-1", "x", "1e3", "9" * 30, "%20", "%EF%BC%91"])
def test_a_token_number_that_is_none_is_not_found(signed_in, number):
    assert signed_in.get(f"/settings/tokens/{number}").status == 404


def test_the_first_page_tells_of_tokens_that_end_soon(signed_in, world, octavia):
    world.token(octavia, note="ending", expires_at=NOON + 3 * DAY)
    world.token(octavia, note="lasting", expires_at=NOON + 30 * DAY)
    text = signed_in.get("/").text
    assert "ending" in text
    assert "lasting" not in text


def test_deleting_a_token_names_the_deploy_keys_that_go_with_it(signed_in, world, octavia):
    token, _ = world.token(octavia, "repo")
    things = world.repository(octavia, "things")
    key = ssh_format.read(ssh.ed25519_line())

    def unit(work):
        made = NewPublicKey(
            None, things.id, "ci machine", key.text, key.fingerprint, True, octavia.id, token.id
        )
        work.public_keys.add(made, work.now)

    world.write(unit)
    page = signed_in.get(f"/settings/tokens/{token.id}/delete")
    assert "are deleted as well: ci machine" in page.text
    signed_in.press("Delete this token")
    assert world.read(lambda work: work.public_keys.by_fingerprint(key.fingerprint)) is None
