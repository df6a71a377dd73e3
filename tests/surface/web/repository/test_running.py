"""Repositories are made, changed, shared, archived and deleted, and what follows is said before."""

import pytest

from tests.pages import Browser
from watchword.access.roles import Role
from watchword.repositories.model import Visibility

SETTINGS = "/octavia/aqueduct/settings"


def found(world, name, owner="octavia", viewer=None):
    return world.read(lambda work: work.repositories.find(owner, name, viewer))


@pytest.fixture
def on(site, world, aqueduct, vault):
    """Somebody's browser, with a role on both of Octavia's repositories."""

    def browser(role, login="brutus"):
        user = world.user(login)
        for repository in (aqueduct, vault):
            if role is not Role.NONE:
                world.collaborator(repository, user, role)
        made = Browser(site)
        made.sign_in(user)
        return made

    return browser


def test_a_repository_is_made_and_shown(signed_in, world, disk):
    signed_in.get("/")
    signed_in.click("New repository")
    page = signed_in.press(
        "Create repository", name="my tool", description="It works", visibility="public"
    )
    assert page.path == "/octavia/my-tool"
    assert "Repository “octavia/my-tool” was created." in page.text
    made = found(world, "my-tool")
    assert (made.visibility, made.description) == (Visibility.PUBLIC, "It works")
    assert disk.layout.checked(made.key)


def test_a_repository_with_a_readme_can_be_cloned_at_once(signed_in, world, disk):
    signed_in.get("/new")
    page = signed_in.press("Create repository", name="tool", readme="yes", visibility="private")
    assert "Initial commit" in page.text
    assert '<h1 id="user-content-tool">tool</h1>' in page.html
    history = disk.history(found(world, "tool", viewer=None) or _mine(world, "tool"))
    assert history.git("log", "--format=%s", "main") == "Initial commit"


def _mine(world, name):
    owner = world.read(lambda work: work.users.by_login("octavia"))
    return found(world, name, viewer=owner.id)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": "-x"}, "must not begin with '-'"),
        ({"name": ""}, "Repository name may contain"),
        ({"name": "a.git"}, "or end in .git"),
        ({"name": "."}, "Repository name may contain"),
        ({"name": "x" * 101}, "at most 100 characters"),
        ({"name": "aqueduct"}, "name already exists on this account"),
        ({"name": "AQUEDUCT"}, "name already exists on this account"),
        ({"name": "x", "description": "a\x00b"}, "one line of at most 350"),
        ({"name": "x", "visibility": "internal"}, "Only organizations can own"),
        ({"name": "x", "visibility": "secret"}, "This is not valid"),
    ],
)
def test_what_is_wrong_with_a_new_repository_is_said_at_the_field(
    signed_in, aqueduct, fields, words
):
    signed_in.get("/new")
    page = signed_in.press("Create repository", **{"visibility": "public", **fields})
    assert page.status == 422
    assert words in page.text
    assert page.form("Create repository").value("name") == fields["name"]


def test_all_that_is_wrong_is_said_at_once(signed_in):
    signed_in.get("/new")
    page = signed_in.press("Create repository", name="-x", description="y" * 400)
    assert "2 things need another look" in page.text


def test_the_form_can_be_filled_in_by_the_address(signed_in):
    assert signed_in.get("/new?name=tool").form("Create repository").value("name") == "tool"


def test_description_website_and_default_branch_are_changed(signed_in, world, aqueduct, history):
    signed_in.get(SETTINGS)
    page = signed_in.press(
        "Save settings",
        description="Carries water",
        homepage="https://water.example.test",
        default_branch="feature/arches",
    )
    assert "were saved" in page.text
    now = found(world, "aqueduct")
    assert (now.description, now.homepage) == ("Carries water", "https://water.example.test")
    assert now.default_branch == "feature/arches"
    assert history.git("symbolic-ref", "HEAD") == "refs/heads/feature/arches"
    assert "9.81" in signed_in.get("/octavia/aqueduct/blob/HEAD/src/flow.py").text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"default_branch": "nothing"}, "was not found"),
        ({"default_branch": "../../x"}, "was not found"),
        ({"default_branch": "v1"}, "was not found"),
        ({"homepage": "javascript:alert(1)"}, "Homepage must begin with https://"),
        ({"description": "x" * 351}, "one line of at most"),
        ({"default_branch": "feature/arches", "homepage": "x"}, "Homepage must begin"),
    ],
)
def test_a_bad_setting_changes_nothing(signed_in, world, aqueduct, history, fields, words):
    signed_in.get(SETTINGS)
    page = signed_in.press("Save settings", **fields)
    assert page.status == 422
    assert words in page.text
    now = found(world, "aqueduct")
    assert (now.description, now.homepage, now.default_branch) == (None, None, "main")
    assert history.git("symbolic-ref", "HEAD") == "refs/heads/main"


def test_a_former_name_leads_to_the_present_one(signed_in, visitor, world, aqueduct):
    signed_in.get(SETTINGS)
    page = signed_in.press("Rename", name="viaduct")
    assert page.path == "/octavia/viaduct/settings"
    assert "“octavia/aqueduct” is now “octavia/viaduct”" in page.text
    moved = visitor.get("/octavia/aqueduct/blob/main/src/flow.py?plain=1", follow=False)
    assert moved.status == 301
    assert moved.headers["location"] == "/octavia/viaduct/blob/main/src/flow.py?plain=1"
    assert visitor.get("/octavia/aqueduct").path == "/octavia/viaduct"


def test_a_former_name_of_something_hidden_is_missing(signed_in, visitor, stranger, world, vault):
    signed_in.get("/octavia/vault/settings")
    signed_in.press("Rename", name="treasury")
    for browser in (visitor, stranger):
        page = browser.get("/octavia/vault", follow=False)
        assert page.status == 404
        assert "treasury" not in page.html
    assert signed_in.get("/octavia/vault").path == "/octavia/treasury"


def test_a_name_that_is_taken_is_said_at_the_field(signed_in, aqueduct, vault):
    signed_in.get(SETTINGS)
    page = signed_in.press("Rename", name="vault")
    assert page.status == 422
    assert "name already exists on this account" in page.text
    assert page.form("Rename").value("name") == "vault"


def test_the_visibility_is_changed_by_typing_the_name(signed_in, visitor, world, aqueduct):
    signed_in.get(SETTINGS)
    page = signed_in.click("Make private")
    assert "they need repo" in page.text
    page = signed_in.press("Make private", confirmation="aqueduct")
    assert (page.status, "Type the full name" in page.text) == (422, True)
    assert visitor.get("/octavia/aqueduct").status == 200
    page = signed_in.press("Make private", confirmation="octavia/aqueduct")
    assert "was changed" in page.text
    assert visitor.get("/octavia/aqueduct").status == 404
    signed_in.click("Make public")
    signed_in.press("Make public", confirmation="Octavia/Aqueduct")
    assert visitor.get("/octavia/aqueduct").status == 200


def test_an_archived_repository_is_read_only_until_it_is_no_longer(signed_in, world, aqueduct):
    signed_in.get(SETTINGS)
    signed_in.click("Archive")
    assert "Every push is refused" in signed_in.page.text
    signed_in.press("Archive this repository", confirmation="octavia/aqueduct")
    page = signed_in.get(SETTINGS)
    assert "It is read-only." in page.text
    assert not any("Save settings" in form.buttons for form in page.forms)
    token = signed_in.token_of_forms()
    for path, fields in (
        (SETTINGS, {"description": "x"}),
        (f"{SETTINGS}/rename", {"name": "x"}),
        (f"{SETTINGS}/access", {"collaborator": "balthasar", "role": "write"}),
        (
            f"{SETTINGS}/visibility",
            {"visibility": "private", "confirmation": "octavia/aqueduct"},
        ),
    ):
        sent = {"authenticity_token": token, **fields}
        assert signed_in.send(path, sent.items()).status in {403, 422}
    assert found(world, "aqueduct").description is None
    signed_in.get(SETTINGS)
    signed_in.click("Unarchive")
    signed_in.press("Unarchive this repository", confirmation="octavia/aqueduct")
    assert not found(world, "aqueduct").is_archived


def test_a_deleted_repository_is_gone(signed_in, visitor, world, aqueduct):
    signed_in.get(SETTINGS)
    signed_in.click("Delete")
    assert "This cannot be undone" in signed_in.page.text
    assert signed_in.press("Delete this repository", confirmation="yes").status == 422
    page = signed_in.press("Delete this repository", confirmation="octavia/aqueduct")
    assert (page.path, "was deleted" in page.text) == ("/", True)
    assert visitor.get("/octavia/aqueduct").status == 404


def test_collaborators_are_added_changed_and_removed(signed_in, stranger, world, vault, balthasar):
    assert stranger.get("/octavia/vault").status == 404
    access = "/octavia/vault/settings/access"
    signed_in.get(access)
    page = signed_in.press("Add collaborator", collaborator="balthasar", role="read")
    assert "“balthasar” is invited" in page.text
    assert stranger.get("/octavia/vault").status == 404
    stranger.get("/octavia/vault/invitations")
    assert stranger.press("Accept invitation").status == 200
    signed_in.get(access)
    assert "/octavia/vault/settings" not in stranger.page.html
    page = signed_in.press("Change", role="admin")
    assert "The role of “balthasar” was changed." in page.text
    assert "/octavia/vault/settings" in stranger.get("/octavia/vault").html
    signed_in.get(access)
    signed_in.click("Remove")
    assert "no longer see it" in signed_in.page.text
    page = signed_in.press("Remove collaborator")
    assert "No collaborators yet" in page.text
    assert stranger.get("/octavia/vault").status == 404


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"collaborator": "nobody", "role": "read"}, "There is no account 'nobody'"),
        ({"collaborator": "", "role": "read"}, "There is no account"),
        ({"collaborator": "octavia", "role": "read"}, "Repository owner cannot be a collaborator"),
        ({"collaborator": "balthasar", "role": "owner"}, "This is not valid"),
        ({"collaborator": "<script>", "role": "read"}, "There is no account"),
    ],
)
def test_who_cannot_be_a_collaborator_is_said(signed_in, vault, balthasar, fields, words):
    signed_in.get("/octavia/vault/settings/access")
    page = signed_in.press("Add collaborator", **fields)
    assert page.status == 422
    assert words in page.text
    assert "<script>" not in page.html.partition("<main")[2]


def test_who_is_no_collaborator_cannot_be_changed_or_removed(signed_in, vault, balthasar):
    access = "/octavia/vault/settings/access"
    signed_in.get(access)
    pairs = [("authenticity_token", signed_in.token_of_forms()), ("role", "admin")]
    assert signed_in.send(f"{access}/balthasar", pairs).status == 404
    assert signed_in.send(f"{access}/balthasar/remove", pairs).status == 404
    assert signed_in.get(f"{access}/balthasar/remove").status == 404


PAGES_OF_SETTINGS = ["", "/visibility", "/archive", "/delete", "/access", "/access/brutus/remove"]


@pytest.mark.parametrize(
    ("role", "public", "private"),
    [
        (Role.NONE, 403, 404),
        (Role.READ, 403, 403),
        (Role.TRIAGE, 403, 403),
        (Role.WRITE, 403, 403),
        (Role.MAINTAIN, 403, 403),
        (Role.ADMIN, 200, 200),
    ],
)
def test_settings_are_for_who_runs_the_repository(on, role, public, private):
    browser = on(role)
    for page in PAGES_OF_SETTINGS:
        assert browser.get(f"/octavia/aqueduct/settings{page}").status == public, page
        assert browser.get(f"/octavia/vault/settings{page}").status == private, page


@pytest.mark.parametrize("page", PAGES_OF_SETTINGS[:-1])
def test_nobody_in_particular_is_asked_to_sign_in(visitor, aqueduct, vault, page):
    for name in ("aqueduct", "vault", "nothing"):
        shown = visitor.get(f"/octavia/{name}/settings{page}", follow=False)
        assert (shown.status, shown.headers["location"].partition("?")[0]) == (303, "/login")


WRITES = [
    ("", {"description": "x"}),
    ("/rename", {"name": "x"}),
    ("/visibility", {"visibility": "private", "confirmation": "octavia/aqueduct"}),
    ("/archive", {"archived": "yes", "confirmation": "octavia/aqueduct"}),
    ("/transfer", {"new_owner": "guild", "confirmation": "octavia/aqueduct"}),
    ("/delete", {"confirmation": "octavia/aqueduct"}),
    ("/access", {"collaborator": "brutus", "role": "admin"}),
    ("/access/brutus", {"role": "admin"}),
    ("/access/brutus/remove", {}),
]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_who_does_not_run_it_changes_nothing(on, world, aqueduct, role):
    """Attack 59: nobody raises a role, the own one least of all."""
    browser = on(role)
    before = world.read(lambda work: work.repositories.by_id(aqueduct.id, None))
    brutus = world.read(lambda work: work.users.by_login("brutus"))
    browser.get("/new")
    token = browser.token_of_forms()
    for path, fields in WRITES:
        sent = {"authenticity_token": token, **fields}
        assert browser.send(SETTINGS + path, sent.items()).status == 403, path
        now = world.read(lambda work: work.repositories.by_id(aqueduct.id, None))
        assert now == before, path
        held = world.read(lambda work: work.repositories.by_id(aqueduct.id, brutus.id))
        assert held.viewer_role is role, path


@pytest.mark.parametrize(("path", "fields"), WRITES)
def test_what_is_hidden_cannot_be_told_from_what_is_missing_by_writing(
    stranger, vault, path, fields
):
    """Attack 52."""
    stranger.get("/new")
    sent = {"authenticity_token": stranger.token_of_forms(), **fields}
    pages = [
        stranger.send(f"/octavia/{name}/settings{path}", sent.items())
        for name in ("vault", "nothing")
    ]
    assert [page.status for page in pages] == [404, 404]
    assert _without_number(pages[0]) == _without_number(pages[1])


def _without_number(page):
    """The words without the number of the request."""
    return page.text.replace(page.headers["x-github-request-id"], "")


def test_a_repository_goes_to_an_organization_and_the_old_address_leads_on(
    signed_in, world, octavia, aqueduct
):
    world.organization("guild", octavia)
    signed_in.get(SETTINGS)
    page = signed_in.click("Transfer")
    assert "Collaborators, deploy keys and webhooks stay." in page.text
    fields = {"new_owner": "guild", "new_name": "aqueduct"}
    refused = signed_in.press("Transfer this repository", **fields, confirmation="aqueduct")
    assert "Type the full name of the repository to confirm." in refused.text
    page = signed_in.press("Transfer this repository", **fields, confirmation="octavia/aqueduct")
    assert page.path == "/guild/aqueduct"
    assert "“octavia/aqueduct” is now “guild/aqueduct”." in page.text
    assert found(world, "aqueduct").id == aqueduct.id
    assert signed_in.get("/octavia/aqueduct").path == "/guild/aqueduct"
