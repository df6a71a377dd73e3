"""Folders, files and commits of a repository, by what `gh repo read-dir` asks and by hand."""

import base64

import pytest

from tests.histories import History
from watchword.contents import reading
from watchword.repositories.model import Visibility

READ_DIR = """
query RepoReadDir($expression:String!$name:String!$owner:String!){
  repository(owner: $owner, name: $name){object(expression: $expression){__typename,... on Tree{
    oid,id,entries{name,path,nameRaw,pathRaw,type,mode,oid,size,
      submodule{gitUrl,branch,subprojectCommitOid}}}}}}
"""
ANY = """
query($e: String, $oid: GitObjectID) { repository(owner: "octavia", name: "hidden") {
  object(expression: $e, oid: $oid) { __typename id oid abbreviatedOid
    ... on Blob { text byteSize isBinary isTruncated } ... on Commit { url } } } }
"""
MODULES = '[submodule "lib"]\n\tpath = docs/lib\n\turl = https://example.test/lib.git\n'
ELSEWHERE = "1" * 40
FILES = {"a.txt": "hi\n", "docs": {"b.md": "# b\n"}, "nul": "\0", ".gitmodules": MODULES}


@pytest.fixture
def history(api, hidden):
    made = History(api.layout.root, hidden.key)
    made.commit(FILES)
    return made


@pytest.fixture
def look(told):
    """The object that an expression or an id means."""

    def looked(expression=None, oid=None, **more):
        return told(ANY, {"e": expression, "oid": oid}, **more)["repository"]["object"]

    return looked


@pytest.fixture
def folder(told):
    """What lies in a folder, as gh asks for it."""

    def listed(expression):
        given = {"owner": "octavia", "name": "hidden", "expression": expression}
        return told(READ_DIR, given)["repository"]["object"]

    return listed


def test_a_folder_is_listed_as_gh_asks_for_it(folder, history):
    top = folder("HEAD:")
    assert (top["__typename"], top["oid"]) == ("Tree", history.git("rev-parse", "main:"))
    names = [one["name"] for one in top["entries"]]
    assert names == [".gitmodules", "a.txt", "docs", "nul"]
    assert top["entries"][1] == {
        "name": "a.txt",
        "path": "a.txt",
        "nameRaw": base64.b64encode(b"a.txt").decode(),
        "pathRaw": base64.b64encode(b"a.txt").decode(),
        "type": "blob",
        "mode": 0o100644,
        "oid": history.git("rev-parse", "main:a.txt"),
        "size": 3,
        "submodule": None,
    }
    assert [top["entries"][2][one] for one in ("type", "mode", "size")] == ["tree", 0o40000, 0]
    (below,) = folder("main:docs")["entries"]
    assert (below["name"], below["path"]) == ("b.md", "docs/b.md")


def test_a_submodule_tells_where_it_is_cloned_from(folder, history):
    history.commit({"docs": {"lib": ("160000", ELSEWHERE)}, ".gitmodules": MODULES})
    (lib,) = [one for one in folder("HEAD:docs")["entries"] if one["type"] == "commit"]
    assert lib["submodule"] == {
        "gitUrl": "https://example.test/lib.git",
        "branch": None,
        "subprojectCommitOid": ELSEWHERE,
    }
    assert folder("HEAD:docs/lib") is None


def test_a_file_tells_its_text_unless_it_is_none(look, history):
    file = look("HEAD:a.txt")
    assert (file["__typename"], file["text"], file["byteSize"]) == ("Blob", "hi\n", 3)
    assert (file["isBinary"], file["isTruncated"]) == (False, False)
    assert file == look(oid=file["oid"])
    assert (look("main:nul")["isBinary"], look("main:nul")["text"]) == (True, None)


def test_a_file_that_is_too_large_leaves_out_its_text(look, history):
    history.commit({"big": "x" * 512_001})
    file = look("HEAD:big")
    assert (file["byteSize"], file["isTruncated"], file["text"]) == (512_001, True, None)


def test_a_revision_without_a_path_is_its_commit(look, history):
    sha = history.git("rev-parse", "main")
    history.tag("v1", sha, "the first")
    for word in ("HEAD", "main", "refs/heads/main", "v1", sha, sha[:7]):
        one = look(word)
        assert (one["__typename"], one["oid"], one["abbreviatedOid"]) == ("Commit", sha, sha[:7])
        assert one["url"].endswith(f"/octavia/hidden/commit/{sha}")


def test_branches_and_tags_tell_on_which_commit_they_stand(told, history):
    first = history.git("rev-parse", "main")
    history.tag("v1", first, "the first")
    second = history.commit(FILES, "Change again", first)
    asked = 'main: ref(qualifiedName: "main") { ...at } tag: ref(qualifiedName: "v1") { ...at }'
    query = f'{{ repository(owner: "octavia", name: "hidden") {{ {asked} }} }}'
    found = told(f"{query} fragment at on Ref {{ target {{ __typename oid }} }}")["repository"]
    assert found["main"]["target"] == {"__typename": "Commit", "oid": second}
    assert found["tag"]["target"] == {"__typename": "Commit", "oid": first}


@pytest.mark.parametrize(
    "word",
    [None, "", ":", ":a.txt", "nowhere", "HEAD:gone", "HEAD:a.txt/x", "HEAD:../x", "HEAD:/a.txt"],
)
def test_what_is_not_there_is_null(look, history, word):
    assert look(word) is None


def test_in_an_empty_repository_there_is_nothing(look, hidden):
    assert look("HEAD:") is None


def test_a_folder_of_very_many_is_told_where_it_is_listed(ask, history, monkeypatch):
    monkeypatch.setattr(reading, "MOST_ENTRIES", 4)
    given = {"owner": "octavia", "name": "hidden", "expression": "HEAD:"}
    (error,) = ask(READ_DIR, given)["errors"]
    assert error["type"] == "MAX_NODE_LIMIT_EXCEEDED"
    assert "GET /repos/octavia/hidden/git/trees/" in error["message"]


def test_so_many_files_at_once_are_too_much_for_one_query(ask, told, history):
    def texts(number):
        each = [f'o{one}: object(expression: "HEAD:a.txt") {{ ...t }}' for one in range(number)]
        inside = f'repository(owner: "octavia", name: "hidden") {{ {" ".join(each)} }}'
        return f"query {{ {inside} }} fragment t on Blob {{ text }}"

    assert len(told(texts(45))["repository"]) == 45
    (error,) = ask(texts(60))["errors"]
    assert error["type"] == "MAX_NODE_LIMIT_EXCEEDED"


def test_who_may_not_see_the_repository_sees_nothing_in_it(world, octavia, refused, hidden):
    _, stranger = world.token(world.user("eve"), "repo")
    _, narrow = world.token(octavia, "public_repo")
    for by in (stranger, narrow):
        assert refused(ANY, {"e": "HEAD:"}, by=by)["type"] == "NOT_FOUND"


def test_objects_of_a_public_repository_are_open_to_any_token(world, octavia, api, told):
    shown = world.repository(octavia, "shown", Visibility.PUBLIC)
    History(api.layout.root, shown.key).commit({"a.txt": "hi"})
    _, token = world.token(world.user("eve"))
    query = ANY.replace("hidden", "shown")
    assert told(query, {"e": "HEAD:a.txt"}, by=token)["repository"]["object"]["text"] == "hi"
