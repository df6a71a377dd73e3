"""All files of a commit as one archive: by the pages, and where the API leads to."""

import io
import tarfile
import zipfile

import pytest

from tests.histories import TREE
from watchword.authn.download_links import LIFE, DownloadLinks
from watchword.contents import archives

AQUEDUCT = "/octavia/aqueduct/archive"
VAULT = "/_codeload/octavia/vault/legacy.tar.gz/main"


def names(answer):
    """The names in an archive, of files alone."""
    assert answer.status_code == 200, answer.text
    if answer.headers["content-type"] == "application/zip":
        with zipfile.ZipFile(io.BytesIO(answer.content)) as found:
            return {name for name in found.namelist() if not name.endswith("/")}
    with tarfile.open(fileobj=io.BytesIO(answer.content), mode="r:gz") as found:
        return {one.name for one in found.getmembers() if one.isfile()}


@pytest.mark.parametrize("end", ["zip", "tar.gz"])
@pytest.mark.parametrize(
    ("word", "folder"),
    [
        ("main", "aqueduct-main"),
        ("refs/heads/main", "aqueduct-main"),
        ("v1", "aqueduct-1"),
        ("feature/arches", "aqueduct-feature-arches"),
    ],
)
def test_a_commit_is_packed(ask, aqueduct, word, folder, end):
    answer = ask(f"{AQUEDUCT}/{word}.{end}")
    assert f"{folder}/src/flow.py" in names(answer)
    assert answer.headers["content-disposition"] == f"attachment; filename={folder}.{end}"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"


def test_a_link_of_the_api_names_owner_and_commit(ask, history):
    answer = ask("/_codeload/octavia/aqueduct/legacy.zip/main")
    assert f"octavia-aqueduct-{history.second[:7]}/README.md" in names(answer)


@pytest.mark.parametrize(
    "path",
    [
        f"{AQUEDUCT}/none.zip",
        f"{AQUEDUCT}/main",
        f"{AQUEDUCT}/main.rar",
        f"{AQUEDUCT}/.zip.zip",
        f"{AQUEDUCT}/--output=x.zip",
        f"{AQUEDUCT}/../../x.zip",
        "/_codeload/octavia/aqueduct/legacy.rar/main",
        "/_codeload/octavia/none/legacy.zip/main",
        "/octavia/none/archive/main.zip",
    ],
)
def test_what_is_not_there_is_missing(ask, aqueduct, path):
    assert ask(path).status_code == 404


@pytest.mark.parametrize(
    "path", [f"{AQUEDUCT}/bomb.zip", "/_codeload/octavia/aqueduct/legacy.tar.gz/bomb"]
)
def test_more_files_than_git_could_list_are_not_packed(ask, history, path):
    """Ten trees, each ten times in the next one (attack 45): git gets no slot for them at all."""
    tree = history.tree({str(number): "x" for number in range(10)})
    for _ in range(9):
        tree = history.tree({str(number): (TREE, tree) for number in range(10)})
    history.commit(tree, "Boom", branch="bomb")
    answer = ask(path)
    assert answer.status_code == 413
    assert "too many files" in answer.text


def test_an_archive_may_have_just_so_many_files_and_folders(ask, aqueduct, monkeypatch):
    monkeypatch.setattr(archives, "MOST_ENTRIES", 7)
    assert ask(f"{AQUEDUCT}/main.zip").status_code == 200
    monkeypatch.setattr(archives, "MOST_ENTRIES", 6)
    assert ask(f"{AQUEDUCT}/main.zip").status_code == 413


def test_a_folder_of_more_names_than_pages_read_is_packed(ask, history):
    """Some 10 MiB of names."""
    empty = history.blob("")
    folder = history.tree({f"{number:0>240}": ("100644", empty) for number in range(40_000)})
    history.commit({"many": (TREE, folder)}, "Many", branch="many")
    assert ask(f"{AQUEDUCT}/many.zip").status_code == 200


def test_a_folder_of_too_many_names_is_refused_before_it_is_read(ask, aqueduct, monkeypatch):
    monkeypatch.setattr(archives, "LARGEST_FOLDER", 64)
    assert ask(f"{AQUEDUCT}/main.zip").status_code == 413


def test_folders_may_stand_in_each_other_so_many_times(ask, history, monkeypatch):
    """Each level is read on its own: a small push could keep a thread busy for long."""
    history.commit({"a": {"b": {"c": "x"}}}, "Deep", branch="deep")
    monkeypatch.setattr(archives, "MOST_LEVELS", 3)
    assert ask(f"{AQUEDUCT}/deep.zip").status_code == 200
    monkeypatch.setattr(archives, "MOST_LEVELS", 2)
    assert ask(f"{AQUEDUCT}/deep.zip").status_code == 413


def test_the_page_of_a_repository_leads_to_it(site, aqueduct, browser):
    page = browser.get("/octavia/aqueduct")
    assert page.links["Download ZIP"] == "/octavia/aqueduct/archive/main.zip"


class TestPrivate:
    @pytest.fixture
    def token(self, world, octavia):
        return world.token(octavia, "repo")

    @pytest.fixture
    def link(self, world, vault, token):
        thing = f"{vault.id}/legacy.tar.gz/main"
        made = DownloadLinks(world.keys).made(token[0].id, thing, world.clock.now)
        return f"{VAULT}?token={made}"

    def test_a_link_opens_the_one_thing_for_some_minutes(self, ask, world, link):
        assert {name.partition("/")[2] for name in names(ask(link))} == {"README.md", "secret.txt"}
        world.clock.now += LIFE
        assert ask(link).status_code == 401

    def test_it_opens_nothing_else(self, ask, aqueduct, link):
        query = link.partition("?")[2]
        for path in (
            "/_codeload/octavia/vault/legacy.zip/main",
            "/_codeload/octavia/vault/legacy.tar.gz/HEAD",
            "/_codeload/octavia/aqueduct/legacy.tar.gz/main",
        ):
            assert ask(f"{path}?{query}").status_code == 401
        for path in ("/octavia/vault/archive/main.zip", "/octavia/vault/raw/main/secret.txt"):
            assert ask(f"{path}?{query}").status_code == 404

    def test_a_link_that_was_changed_opens_nothing(self, ask, link):
        path, _, token = link.partition("=")
        number, ends, signature = token.split(".")
        for wrong in (
            f"{number}.{int(ends) + 1}.{signature}",
            f"{int(number) + 1}.{ends}.{signature}",
            f"{number}.{ends}.{'0' * 64}",
            f"{number}.{ends}",
            "",
            "x" * 4_000,
        ):
            assert ask(f"{path}={wrong}").status_code in {401, 404}

    def test_a_link_ends_with_its_token(self, ask, world, token, link, octavia):
        world.write(lambda work: work.tokens.delete(token[0].id))
        assert ask(link).status_code == 401

    def test_without_link_or_token_it_is_missing(self, ask, vault, token):
        assert ask(VAULT).status_code == 404
        assert ask(VAULT, authorization="token ghp_" + "0" * 36).status_code == 401
        held = f"token {token[1].text}"
        assert ask(VAULT, authorization=held).status_code == 200
        assert ask("/octavia/vault/archive/main.zip", authorization=held).status_code == 200
