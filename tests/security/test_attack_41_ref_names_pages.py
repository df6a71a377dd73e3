"""Attack 41: names of refs that mean something else, clash, hide or are very many.

What is verified: pages find branches and tags by their exact names and nothing by git's syntax of
revisions; what belongs to the server is not found; half a million refs are looked through by
halving, and lists of them are cut.
"""

import pytest

from tests.pages import Browser, Disk, application
from watchword.contents import refs, resolve
from watchword.contents.model import RefKind
from watchword.contents.ports import Readable
from watchword.git_process.objects import GitObjects
from watchword.kernel.errors import NotFound

MANY = 500_000


@pytest.fixture
def disk(world, tmp_path):
    made = Disk(world, tmp_path)
    yield made
    made.shelf.close()


@pytest.fixture
def history(world, disk):
    octavia = world.user("octavia")
    made = disk.history(world.repository(octavia, "aqueduct"))
    made.tip = made.commit({"file": "on main\n"}, "Begin")
    return made


@pytest.fixture
def browser(world, disk, history):
    return Browser(application(world, disk=disk))


GOOD = [
    "x--upload-pack=id",
    "a$(reboot)",
    "a;b&c|d",
    "a%2fb",
    "Main",
    "\u043cain",
    "ma\u200bin",
    "a" * 200,
    "a/b/c/d/e/f/g/h/i/j/k",
    "@",
    "refs/heads/main",
    "'\"<>",
    "100%",
]


@pytest.mark.parametrize("name", GOOD)
def test_odd_names_lead_to_their_own_commit(browser, history, name):
    from watchword.contents.names import quoted

    other = history.commit({"file": "elsewhere\n"}, "Elsewhere", branch=None)
    history.git("update-ref", f"refs/heads/{name}", other)
    page = browser.get(f"/octavia/aqueduct/blob/{quoted(name.encode())}/file")
    assert "elsewhere" in page.text
    assert "on main" in browser.get("/octavia/aqueduct/blob/main/file").text
    assert browser.get("/octavia/aqueduct/branches").status == 200


@pytest.mark.parametrize(
    "name",
    [
        "main^",
        "main~0",
        "main@%7B0%7D",
        "@%7Bupstream%7D",
        ":/Begin",
        "main%5E%7Btree%7D",
        "--all",
        "-x",
        "%2e%2e",
        "main..main",
        "main.lock",
        "refs/heads/main",
        "heads/main",
        "origin/main",
        "FETCH_HEAD",
        "ORIG_HEAD",
        "packed-refs",
        "../../config",
        "main%00",
        "main%0a",
        "ma*",
    ],
)
def test_nothing_but_a_name_finds_anything(browser, history, name):
    for kind in ("tree", "commits", "commit"):
        assert browser.get(f"/octavia/aqueduct/{kind}/{name}").status == 404
    assert browser.get(f"/octavia/aqueduct/blob/{name}/file").status == 404
    assert browser.get(f"/octavia/aqueduct/raw/{name}/file").status == 404


@pytest.mark.parametrize("ref", ["refs/pull/1/head", "refs/watchword/x", "refs/notes/commits"])
def test_refs_of_the_server_are_not_shown_under_any_name(browser, history, ref):
    hidden = history.commit({"file": "hidden\n"}, "Hidden", branch=None)
    history.git("update-ref", ref, hidden)
    short = ref.removeprefix("refs/")
    for name in (ref, short, f"../{short}", f"x/../../{short}"):
        page = browser.get(f"/octavia/aqueduct/blob/{name}/file")
        assert page.status == 404
    for page in ("", "/branches", "/tags", "/commits/main"):
        assert "Hidden" not in browser.get(f"/octavia/aqueduct{page}").text


def test_a_branch_called_head_is_not_the_head(browser, history):
    other = history.commit({"file": "elsewhere\n"}, "Elsewhere", branch=None)
    (history.path / "refs/heads/HEAD").write_text(other + "\n")
    assert "elsewhere" in browser.get("/octavia/aqueduct/blob/HEAD/file").text
    assert "on main" in browser.get("/octavia/aqueduct").text or "Begin" in browser.page.text


def test_a_branch_and_a_tag_may_stand_in_each_others_way(browser, history):
    other = history.commit({"file": "of the tag\n", "b": {"file": "in b\n"}}, "T", branch=None)
    history.git("update-ref", "refs/heads/a", other)
    history.git("update-ref", "refs/tags/a/b", history.tip)
    assert "on main" in browser.get("/octavia/aqueduct/blob/a/b/file").text
    assert "of the tag" in browser.get("/octavia/aqueduct/blob/a/file").text


def test_half_a_million_refs_do_not_make_a_page_long(history):
    lines = [f"{history.tip} refs/heads/b{number:06}" for number in range(MANY)]
    lines.append(f"{history.tip} refs/heads/main")
    packed = "# pack-refs with: peeled fully-peeled sorted \n" + "\n".join(sorted(lines, key=_name))
    (history.path / "refs/heads/main").unlink()
    (history.path / "packed-refs").write_text(packed + "\n")
    store = GitObjects(history.path)
    assert resolve.place(store, b"b499999/file", "main").name == b"b499999"
    assert resolve.place(store, b"main", "main").commit == history.tip
    with pytest.raises(NotFound):
        resolve.place(store, b"b500000", "main")
    names = refs.names(store, RefKind.BRANCH)
    assert (len(names.names), names.cut) == (refs.MOST_NAMES, True)
    assert len(refs.tips(store, RefKind.BRANCH).tips) == refs.MOST


def _name(line):
    return line.partition(" ")[2]


def test_a_key_is_all_that_leads_to_a_folder(disk):
    for key in ("../" + "a" * 29, "a" * 31 + "/", "a" * 32 + "/../../x"):
        with pytest.raises(ValueError):
            disk.layout.path(Readable(key, "main").key)
