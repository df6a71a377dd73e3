"""Commits, branches, tags and what lies between commits, over the API."""

import base64

import pytest

from tests.api import ADDRESS, API
from tests.git_memory import allowances
from tests.histories import TREE
from watchword.git_process import genealogist

AT = "/repos/octavia/things"
URL = f"{ADDRESS}{API}{AT}"


def shas(answer):
    assert answer.status == 200, answer.body
    return [one["sha"] for one in answer.json]


def test_commits_are_listed_the_newest_first(api, history):
    answer = api.ask("GET", f"{AT}/commits")
    assert shas(answer) == [history.second, history.first]
    told = answer.json[0]
    assert told["html_url"] == f"{ADDRESS}/octavia/things/commit/{history.second}"
    assert told["commit"]["message"] == "Add a program\n\nIt says hello."
    assert told["commit"]["author"]["name"] == "Ann Author"
    assert told["commit"]["verification"] == {
        "verified": False,
        "reason": "unsigned",
        "signature": None,
        "payload": None,
        "verified_at": None,
    }
    assert told["parents"][0]["sha"] == history.first
    assert told["author"] is told["committer"] is None


def test_commits_are_picked_by_place_time_and_person(api, world, history, token):
    world.user("ann")
    at = "2023-11-14T22:14:20Z"
    assert shas(api.ask("GET", f"{AT}/commits?path=run.sh")) == [history.second]
    assert shas(api.ask("GET", f"{AT}/commits?path=none")) == []
    assert shas(api.ask("GET", f"{AT}/commits?sha=feature/x")) == [history.first]
    assert shas(api.ask("GET", f"{AT}/commits?sha={history.first[:8]}")) == [history.first]
    assert shas(api.ask("GET", f"{AT}/commits?until={at}")) == [history.first]
    assert shas(api.ask("GET", f"{AT}/commits?since=2023-11-14T22:15:20Z")) == [history.second]
    assert len(shas(api.ask("GET", f"{AT}/commits?author=ann"))) == 2
    assert len(shas(api.ask("GET", f"{AT}/commits?committer=ann@example.test"))) == 2
    assert shas(api.ask("GET", f"{AT}/commits?author=octavia")) == []
    assert api.ask("GET", f"{AT}/commits").json[0]["author"]["login"] == "ann"
    missing = api.ask("GET", f"{AT}/commits?sha=none")
    assert (missing.status, missing.message) == (422, "No commit found for SHA: none")


def test_lists_of_commits_lead_on(api, history):
    first = api.ask("GET", f"{AT}/commits?per_page=1")
    assert shas(first) == [history.second]
    assert first.header("link") == f'<{URL}/commits?per_page=1&page=2>; rel="next"'
    second = api.ask("GET", f"{AT}/commits?per_page=1&page=2")
    assert shas(second) == [history.first]
    assert 'rel="next"' not in second.header("link")
    assert 'rel="prev"' in second.header("link")
    assert shas(api.ask("GET", f"{AT}/commits?page=999999999")) == []


def test_a_commit_is_told_with_what_it_changed(api, history):
    for ref in (history.second, "main", "v2", "heads/main", history.second[:7]):
        told = api.ask("GET", f"{AT}/commits/{ref}").json
        assert told["sha"] == history.second
    assert told["stats"] == {"total": 5, "additions": 5, "deletions": 0}
    files = {one["filename"]: one for one in told["files"]}
    assert files["README.md"]["status"] == "modified"
    assert files["README.md"]["patch"] == "@@ -1 +1,3 @@\n # Things\n+\n+More *things*."
    assert files["src/main.py"]["status"] == "added"
    assert files["src/main.py"]["raw_url"].endswith(f"/raw/{history.second}/src/main.py")
    assert api.ask("GET", f"{AT}/commits/feature/x").json["sha"] == history.first


@pytest.mark.parametrize(
    ("media", "begins"),
    [
        pytest.param("sha", None, id="its id"),
        pytest.param("diff", b"diff --git a/README.md b/README.md\n", id="a diff"),
        pytest.param("patch", b"From ", id="a patch"),
    ],
)
def test_a_commit_comes_in_other_forms(api, history, media, begins):
    accept = [("accept", f"application/vnd.github.{media}")]
    for ref in ("main", "v1"):
        answer = api.ask("GET", f"{AT}/commits/{ref}", headers=accept)
        assert answer.status == 200
        assert f"vnd.github.{media}" in answer.header("content-type")
        if begins:
            assert answer.body.startswith(begins)
        else:
            assert len(answer.body) == 40
    assert b"+# Things\n" in answer.body or media == "sha"


@pytest.mark.parametrize("below", ["check-runs", "check-suites", "pulls"])
def test_what_is_not_here_below_a_commit_is_no_commit_that_is_missing(api, history, below):
    missing = api.ask("GET", f"{AT}/commits/main/{below}")
    assert (missing.status, missing.message) == (404, "Not Found")
    history.commit({}, branch=f"main2/{below}")
    assert api.ask("GET", f"{AT}/commits/main2/{below}").status == 200


@pytest.mark.parametrize(
    "ref", ["none", "--output=x", "..", "main..feature/x", "main^", "@{0}", "%ff", "a%00b"]
)
def test_a_commit_that_is_not_there_is_told_so(api, history, ref):
    answer = api.ask("GET", f"{AT}/commits/{ref}")
    assert (answer.status, answer.message[:24]) == (422, "No commit found for SHA:")


def test_branches_are_listed_and_shown(api, history):
    told = api.ask("GET", f"{AT}/branches").json
    assert [one["name"] for one in told] == ["feature/x", "main"]
    assert told[1]["commit"] == {"sha": history.second, "url": f"{URL}/commits/{history.second}"}
    assert told[0]["protected"] is False
    assert told[0]["protection_url"] == f"{URL}/branches/feature%2Fx/protection"
    for name in ("feature/x", "feature%2Fx"):
        one = api.ask("GET", f"{AT}/branches/{name}").json
        assert (one["name"], one["commit"]["sha"]) == ("feature/x", history.first)
        assert one["_links"]["self"] == f"{URL}/branches/feature/x"
    missing = api.ask("GET", f"{AT}/branches/none")
    assert (missing.status, missing.message) == (404, "Branch not found")
    here = api.ask("GET", f"{AT}/commits/{history.first}/branches-where-head").json
    assert [one["name"] for one in here] == ["feature/x"]


def test_tags_are_listed(api, history):
    told = api.ask("GET", f"{AT}/tags").json
    assert [(one["name"], one["commit"]["sha"]) for one in told] == [
        ("v2", history.second),
        ("v1", history.first),
    ]
    assert told[0]["tarball_url"] == f"{URL}/tarball/refs/tags/v2"
    assert [one["name"] for one in api.ask("GET", f"{AT}/tags?per_page=1&page=2").json] == ["v1"]


def test_a_branch_is_renamed(api, history, token):
    path = f"{AT}/branches/feature%2Fx/rename"
    told = api.ask("POST", path, token, body={"new_name": "feature/y"})
    assert (told.status, told.json["name"]) == (201, "feature/y")
    assert history.git("rev-parse", "feature/y") == history.first
    assert api.ask("GET", f"{AT}/branches/feature/x").status == 301
    for name in ("main", "a..b", "", "-x"):
        path = f"{AT}/branches/feature%2Fy/rename"
        assert api.ask("POST", path, token, body={"new_name": name}).status == 422
    assert api.ask("POST", f"{AT}/branches/no/rename", token, body={"new_name": "x"}).status == 404


def test_the_default_branch_is_renamed_with_the_repository(api, history, token):
    told = api.ask("POST", f"{AT}/branches/main/rename", token, body={"new_name": "trunk"})
    assert told.status == 201, told.body
    assert api.ask("GET", AT, token).json["default_branch"] == "trunk"
    assert history.git("symbolic-ref", "HEAD") == "refs/heads/trunk"
    assert [one["name"] for one in api.ask("GET", f"{AT}/branches").json] == ["feature/x", "trunk"]


def test_two_commits_are_compared(api, history):
    side = history.commit({"README.md": "# Other\n"}, "Side", history.first, branch="side")
    told = api.ask("GET", f"{AT}/compare/side...main").json
    assert (told["status"], told["ahead_by"], told["behind_by"]) == ("diverged", 1, 1)
    assert told["merge_base_commit"]["sha"] == history.first
    assert told["base_commit"]["sha"] == side
    assert [one["sha"] for one in told["commits"]] == [history.second]
    names = [one["filename"] for one in told["files"]]
    assert names == ["README.md", "run.sh", "src/deep/er.py", "src/main.py"]
    ahead = api.ask("GET", f"{AT}/compare/feature/x...octavia:main").json
    assert (ahead["status"], ahead["total_commits"]) == ("ahead", 1)
    assert api.ask("GET", f"{AT}/compare/main...feature%2Fx").json["status"] == "behind"
    same = api.ask("GET", f"{AT}/compare/main...v2").json
    assert (same["status"], same["files"], same["commits"]) == ("identical", [], [])
    diff = [("accept", "application/vnd.github.diff")]
    assert api.ask("GET", f"{AT}/compare/v1...main", headers=diff).body.startswith(b"diff --git")
    patch = [("accept", "application/vnd.github.patch")]
    answer = api.ask("GET", f"{AT}/compare/v1...main", headers=patch)
    assert b"Subject: [PATCH] Add a program" in answer.body


@pytest.mark.parametrize("form", ["diff", "patch"])
def test_a_difference_for_which_git_wants_too_much_memory_is_refused(
    api, history, form, monkeypatch
):
    """Ten trees, each ten times in the next one: git lists all files before it tells any."""
    monkeypatch.setattr(genealogist, "MOST_MEMORY", 2**26)
    allowed = allowances(monkeypatch)
    tree = history.tree({str(number): "x" for number in range(10)})
    for _ in range(9):
        tree = history.tree({str(number): (TREE, tree) for number in range(10)})
    bomb = history.commit(tree, "Boom", history.second, branch="bomb")
    headers = [("accept", f"application/vnd.github.{form}")]
    answer = api.ask("GET", f"{AT}/commits/{bomb}", headers=headers)
    assert answer.status == 413
    assert answer.message == "This difference is too large to be told. Clone it instead."
    assert set(allowed) == {2**26}


def test_long_comparisons_come_in_parts_the_oldest_first(api, history):
    tip, made = history.second, []
    for number in range(5):
        tip = history.commit({"n": str(number)}, f"Number {number}", tip)
        made.append(tip)
    parts = [
        [
            one["sha"]
            for one in api.ask("GET", f"{AT}/compare/v2...main?per_page=2&page={page}").json[
                "commits"
            ]
        ]
        for page in (1, 2, 3, 4)
    ]
    assert parts == [made[:2], made[2:4], made[4:], []]


UNRELATED = ("main", "main..v1", "main...", "...main", "none...main", "main...bob:main", "--x...-y")


@pytest.mark.parametrize("words", UNRELATED)
def test_what_cannot_be_compared_is_missing(api, history, words):
    assert api.ask("GET", f"{AT}/compare/{words}").status == 404


def test_histories_without_a_common_beginning_are_not_compared(api, history, token):
    history.commit({"x": "y"}, "Alone", branch="alone")
    answer = api.ask("GET", f"{AT}/compare/main...alone")
    assert (answer.status, answer.message) == (404, "No common ancestor between main and alone.")
    body = {"base": "main", "head": "alone"}
    assert api.ask("POST", f"{AT}/merges", token, body=body).status == 409


def test_a_branch_is_merged(api, history, token):
    other = history.commit(
        {"README.md": "# Things\n", "new": "x"}, "Side", history.first, branch="side"
    )
    body = {"base": "main", "head": "side", "commit_message": "Both"}
    merged = api.ask("POST", f"{AT}/merges", token, body=body)
    assert merged.status == 201, merged.body
    told = merged.json
    assert [one["sha"] for one in told["parents"]] == [history.second, other]
    assert (told["commit"]["message"], told["author"]["login"]) == ("Both", "octavia")
    assert history.git("rev-parse", "main") == told["sha"]
    assert history.git("cat-file", "blob", "main:new") == "x"
    assert api.ask("POST", f"{AT}/merges", token, body=body).status == 204


def test_what_is_in_conflict_is_not_merged(api, history, token):
    history.commit({"README.md": "# Other\n"}, "Side", history.first, branch="side")
    body = {"base": "main", "head": "side"}
    answer = api.ask("POST", f"{AT}/merges", token, body=body)
    assert (answer.status, answer.message) == (409, "Merge conflict")
    assert history.git("rev-parse", "main") == history.second
    for base, head in (("none", "main"), ("main", "none")):
        answer = api.ask("POST", f"{AT}/merges", token, body={"base": base, "head": head})
        assert answer.status == 404


def test_languages_and_contributors_are_counted(api, world, history):
    assert api.ask("GET", f"{AT}/languages").json == {"Python": 20, "Shell": 10}
    assert api.ask("GET", f"{AT}/contributors").json == []
    told = api.ask("GET", f"{AT}/contributors?anon=1").json
    assert told == [
        {"contributions": 2, "type": "Anonymous", "email": "ann@example.test", "name": "Ann Author"}
    ]
    world.user("ann")
    told = api.ask("GET", f"{AT}/contributors").json
    assert [(one["login"], one["contributions"], one["type"]) for one in told] == [
        ("ann", 2, "User")
    ]


def test_a_commit_over_the_api_is_its_authors(api, history, token):
    content = base64.b64encode(b"x").decode()
    body = {"message": "m", "content": content}
    api.ask("PUT", f"{AT}/contents/x", token, body=body)
    assert api.ask("GET", f"{AT}/commits/main").json["author"]["login"] == "octavia"
