"""What lies in a repository is shown: folders, files, their history; nothing of it acts."""

import re

import pytest

from tests.pages import Browser, application
from tests.surface.web.repository.conftest import PNG


def test_the_first_page_shows_the_default_branch_and_the_readme(visitor, aqueduct):
    page = visitor.get("/octavia/aqueduct")
    assert page.status == 200
    for words in ("docs", "src", "README.md", "mark.png", "Use the standard gravity", "Begin"):
        assert words in page.text
    assert page.links["the plan"] == "/octavia/aqueduct/blob/main/docs/plan.md"
    assert page.links["docs"] == "/octavia/aqueduct/tree/main/docs"


def test_folders_and_files_lead_to_each_other(visitor, aqueduct):
    visitor.get("/octavia/aqueduct")
    visitor.click("src")
    assert visitor.page.path == "/octavia/aqueduct/tree/main/src"
    visitor.click("flow.py")
    assert visitor.page.path == "/octavia/aqueduct/blob/main/src/flow.py"
    assert "GRAVITY" in visitor.page.text
    assert '<tr id="L1">' in visitor.page.html
    visitor.click("src")
    assert visitor.page.path == "/octavia/aqueduct/tree/main/src"


def test_the_other_branches_are_offered_for_the_same_path(visitor, aqueduct):
    visitor.get("/octavia/aqueduct/blob/main/src/flow.py")
    visitor.click("feature/arches")
    assert visitor.page.path == "/octavia/aqueduct/blob/feature/arches/src/flow.py"
    assert "9.81" in visitor.page.text
    visitor.click("v2")
    assert "9.80665" in visitor.page.text


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("/octavia/aqueduct/tree/main/src/flow.py", "/octavia/aqueduct/blob/main/src/flow.py"),
        (
            "/octavia/aqueduct/blob/feature/arches/docs",
            "/octavia/aqueduct/tree/feature/arches/docs",
        ),
        ("/octavia/aqueduct/blob/main", "/octavia/aqueduct/tree/main"),
        ("/octavia/aqueduct/commits", "/octavia/aqueduct/commits/main"),
        ("/octavia/aqueduct/tree/HEAD/docs/plan.md", "/octavia/aqueduct/blob/main/docs/plan.md"),
    ],
)
def test_an_address_of_another_kind_leads_to_the_right_one(visitor, aqueduct, asked, leads_to):
    assert visitor.get(asked).path == leads_to


@pytest.mark.parametrize(
    "path",
    [
        "/octavia/aqueduct/tree/nothing",
        "/octavia/aqueduct/tree/main/nothing",
        "/octavia/aqueduct/blob/main/docs/nothing",
        "/octavia/aqueduct/tree/main/%2e%2e/etc",
        "/octavia/aqueduct/tree/..%2f..%2f..%2fetc/passwd",
        "/octavia/aqueduct/blob/main/src%00/flow.py",
        "/octavia/aqueduct/tree/",
        "/octavia/aqueduct/commits/nothing",
        "/octavia/aqueduct/commit/main",
        "/octavia/aqueduct/commit/ffffffffffffffffffffffffffffffffffffffff",
        "/octavia/aqueduct/commit/--all",
        "/octavia/aqueduct/raw/main/nothing",
        "/octavia/aqueduct/raw/main/src",
        "/octavia/aqueduct/raw/main",
        "/octavia/aqueduct/nothing",
        "/octavia/nothing",
        "/octavia/%2e%2e",
        "/nobody",
        "/nobody/aqueduct",
        "/%00/aqueduct",
        "/octavia/%00",
        "/octavia/aque%20duct",
        "/octavia/aqueduct%0a",
        "/octavia/" + "x" * 300,
        "/octavia/%ff",
        "/octavia/aqueduct/tree/main/%ff",
    ],
)
def test_what_is_not_there_is_not_found(visitor, aqueduct, path):
    """Attacks 41, 47, 48 and 50 among them."""
    assert visitor.get(path).status == 404


def test_the_permanent_address_names_the_commit(visitor, aqueduct, history):
    visitor.get("/octavia/aqueduct/blob/main/src/flow.py")
    visitor.click("Permalink")
    assert visitor.page.path == f"/octavia/aqueduct/blob/{history.second}/src/flow.py"
    assert visitor.page.status == 200


def test_markdown_is_shown_as_a_page_and_as_code(visitor, aqueduct):
    page = visitor.get("/octavia/aqueduct/blob/main/README.md")
    assert '<h1 id="user-content-aqueduct">' in page.html
    page = visitor.click("Code")
    page = visitor.get("/octavia/aqueduct/blob/main/README.md?plain=1")
    assert "# Aqueduct" in page.text
    assert "user-content" not in page.html


def test_links_in_a_folders_readme_are_told_from_that_folder(visitor, disk, aqueduct, history):
    history.commit({"a": {"README.md": "[up](../b) [here](c.md) ![i](i.png)"}}, "C")
    page = visitor.get("/octavia/aqueduct/tree/main/a")
    assert page.links["up"] == "/octavia/aqueduct/blob/main/b"
    assert page.links["here"] == "/octavia/aqueduct/blob/main/a/c.md"
    assert '<img src="/octavia/aqueduct/raw/main/a/i.png"' in page.html


def test_an_image_is_drawn_from_its_raw_address(visitor, aqueduct):
    page = visitor.get("/octavia/aqueduct/blob/main/mark.png")
    assert '<img src="/octavia/aqueduct/raw/main/mark.png" alt="mark.png">' in page.html


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\0binary", "This file is not text"),
        (b"x" * (2**20 + 1), "too large to be shown"),
        (b"line\n" * 12_000, "Only the beginning is shown"),
        ("x = \u202e1\n".encode(), "turn the direction"),
        (
            b"version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 2048\n" % (b"a" * 64),
            "pointer of Git LFS; the file itself has 2.0 KiB",
        ),
        (b"", "0 bytes"),
    ],
)
def test_files_that_are_no_plain_text_say_so(visitor, aqueduct, history, data, words):
    history.commit({"file": data}, "C")
    page = visitor.get("/octavia/aqueduct/blob/main/file")
    assert page.status == 200
    assert words in page.text


def test_odd_names_are_found_by_their_links(visitor, aqueduct, history):
    names = ["a b&c.txt", "caf\u00e9", "\\back", "'\"<x>", "%41", "a?b#c"]
    history.commit({**dict.fromkeys(names, "1\n"), b"caf\xe9.latin": "1\n"}, "C")
    page = visitor.get("/octavia/aqueduct")
    addresses = re.findall(r'href="(/octavia/aqueduct/blob/main/[^"]*)"', page.html)
    assert len(addresses) == 7
    for address in addresses:
        assert visitor.get(address).status == 200


def test_a_submodule_is_named_and_leads_nowhere(visitor, aqueduct, history):
    history.commit({"module": ("160000", "1" * 40)}, "C")
    page = visitor.get("/octavia/aqueduct")
    assert "module @ 1111111" in page.text
    assert "module" not in page.links
    assert visitor.get("/octavia/aqueduct/blob/main/module").status == 404


def test_history_is_listed_and_each_commit_shows_what_it_changed(visitor, aqueduct, history):
    page = visitor.get("/octavia/aqueduct/commits/main")
    assert page.text.index("Use the standard gravity") < page.text.index("Begin")
    assert "At the spring." in page.text
    page = visitor.click("Use the standard gravity")
    assert page.path == f"/octavia/aqueduct/commit/{history.second}"
    assert "One file changed" in page.text
    assert "GRAVITY = 9.81" in page.text
    assert "GRAVITY = 9.80665" in page.text
    page = visitor.click(history.first[:7])
    assert "4 files changed" not in page.text
    assert "5 files changed" in page.text


def test_history_of_a_path_is_what_changed_it(visitor, aqueduct):
    page = visitor.get("/octavia/aqueduct/commits/main/docs")
    assert "Begin" in page.text
    assert "standard gravity" not in page.text


def test_history_comes_in_pages(visitor, aqueduct, history):
    last, tree = history.second, history.tree({"a": "1"})
    for number in range(40):
        last = history.commit(tree, f"Number {number}", last)
    page = visitor.get("/octavia/aqueduct/commits/main")
    assert "Number 39" in page.text
    assert "Newer" not in page.links
    page = visitor.click("Older")
    assert "Begin" in page.text
    assert "Older" not in page.links
    for odd in ("0", "-1", "x", "9" * 30):
        assert visitor.get(f"/octavia/aqueduct/commits/main?page={odd}").status == 200


def test_a_commit_is_found_by_a_part_of_its_id(visitor, aqueduct, history):
    assert visitor.get(f"/octavia/aqueduct/commit/{history.first[:8]}").status == 200


def test_branches_and_tags_are_listed(visitor, aqueduct):
    page = visitor.get("/octavia/aqueduct/branches")
    assert "main Default" in page.text
    assert page.links["feature/arches"] == "/octavia/aqueduct/tree/feature/arches"
    page = visitor.get("/octavia/aqueduct/tags")
    assert "The second release" in page.text
    assert page.links["v1"] == "/octavia/aqueduct/tree/v1"


def test_an_empty_repository_tells_how_to_begin(signed_in, world, disk, octavia):
    disk.history(world.repository(octavia, "empty"))
    page = signed_in.get("/octavia/empty")
    assert "git push -u origin main" in page.html
    assert "https://git.example.test/octavia/empty.git" in page.html
    for name in ("commits", "branches", "tags"):
        assert signed_in.get(f"/octavia/empty/{name}").status == 200


def test_a_branch_name_in_copied_commands_is_only_a_name(signed_in, world, disk, octavia):
    made = world.repository(octavia, "empty")
    disk.history(made)
    world.write(
        lambda work: work.repositories.update(made.id, {"default_branch": "$(reboot)"}, work.now)
    )
    page = signed_in.get("/octavia/empty")
    assert "push -u origin &#39;$(reboot)&#39;" in page.html


def test_a_default_branch_that_went_leaves_the_others(visitor, aqueduct, history):
    history.git("update-ref", "-d", "refs/heads/main")
    page = visitor.get("/octavia/aqueduct")
    assert page.status == 200
    assert "feature/arches" in page.text


@pytest.mark.parametrize(
    ("port", "address"),
    [
        (22, "git@git.example.test:octavia/aqueduct.git"),
        (2222, "ssh://git@git.example.test:2222/octavia/aqueduct.git"),
    ],
)
@pytest.mark.usefixtures("aqueduct")
def test_the_clone_box_tells_the_address_over_ssh(world, disk, port, address):
    page = Browser(application(world, disk=disk, ssh_port=port)).get("/octavia/aqueduct")
    assert page.ids["clone-ssh"] == address


@pytest.mark.usefixtures("aqueduct")
def test_nothing_is_told_of_ssh_where_it_is_not_served(signed_in):
    assert "clone-ssh" not in signed_in.get("/octavia/aqueduct").ids


@pytest.mark.parametrize(
    ("name", "clone", "push"),
    [("aqueduct", "Cloning takes no token.", "public_repo"), ("vault", "take a token", "repo")],
)
def test_the_clone_box_says_which_token_it_takes(signed_in, aqueduct, vault, name, clone, push):
    page = signed_in.get(f"/octavia/{name}")
    assert f"https://git.example.test/octavia/{name}.git" in page.html
    assert clone in page.text
    address = page.links["Generate a token for this"]
    assert address == f"/settings/tokens/new?description=octavia%2F{name}&scopes={push}"
    page = signed_in.get(address)
    form = page.form("Generate token")
    assert form.value("description") == f"octavia/{name}"
    assert push in form.values("scopes")


def test_who_may_only_read_is_not_offered_a_token_to_push(visitor, stranger, aqueduct):
    assert "Generate a token for this" not in stranger.get("/octavia/aqueduct").links
    assert "Generate a token for this" not in visitor.get("/octavia/aqueduct").links


def test_pages_of_a_person_show_what_may_be_seen(visitor, signed_in, aqueduct, vault):
    assert visitor.get("/octavia").links["aqueduct"] == "/octavia/aqueduct"
    assert "vault" not in visitor.page.html
    assert "vault" in signed_in.get("/octavia").links


def test_raw_and_blob_agree_on_what_is_an_image(ask, visitor, aqueduct):
    assert ask("/octavia/aqueduct/raw/main/mark.png").content == PNG
