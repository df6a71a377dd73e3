"""Searching over the API: what is found, counted, paged and refused."""

from urllib.parse import quote

import pytest

from tests.api import ADDRESS, API, Api
from watchword.repositories import searching
from watchword.repositories.model import Visibility
from watchword.surfaces.rest import searching as rows
from watchword.surfaces.rest.build import Allowed

REPOSITORIES = "/search/repositories"


@pytest.fixture
def api(world, tmp_path):
    """One that may be asked more often than people may."""
    many = Allowed(searches_per_user=1_000, searches_per_address=1_000)
    made = Api(world, tmp_path, allowed=many)
    yield made
    made.close()


@pytest.fixture
def site(world, octavia):
    """Repositories of two people and an organization, one made after the other."""
    marcus = world.user("marcus", name="Marcus Agrippa")
    forum = world.organization("forum", marcus, location="Rome")
    made = {}
    for owner, name, visibility, columns in (
        (octavia, "aqueduct", Visibility.PUBLIC, {"topics": "water stone"}),
        (octavia, "cellar", Visibility.PRIVATE, {}),
        (octavia, "old-road", Visibility.PUBLIC, {"description": "Stones of 100% Appia"}),
        (marcus, "road", Visibility.PUBLIC, {}),
        (marcus, "vault", Visibility.PRIVATE, {}),
        (forum, "basilica", Visibility.INTERNAL, {}),
    ):
        world.clock.now += 86_400
        made[name] = world.repository(owner, name, visibility)
        world.write(
            lambda work, one=made[name], columns=columns: work.repositories.update(
                one.id, columns, work.now
            )
        )

    def descends(work):
        work.lineage.begin_fork(made["road"].id, made["old-road"].id, made["old-road"].id, None, 1)
        work.lineage.set_template(made["aqueduct"].id, is_template=True)
        work.repositories.update(made["cellar"].id, {"archived_at": 9}, work.now)

    world.write(descends)
    return made


@pytest.fixture
def token(world, octavia):
    return world.token(octavia, "repo")[1]


@pytest.fixture
def find(api, site, token):
    def found(text, by=token, more=""):
        answer = api.ask("GET", f"{REPOSITORIES}?q={quote(text)}{more}", by)
        assert answer.status == 200, answer.body
        names = [one["name"] for one in answer.json["items"]]
        assert answer.json["total_count"] == len(names)
        assert not answer.json["incomplete_results"]
        return names

    return found


FOUND = {
    "road": ["old-road"],
    "road fork:true": ["road", "old-road"],
    "road fork:only": ["road"],
    "stone": ["old-road", "aqueduct"],
    "stone in:description": ["old-road"],
    "stone in:topics": ["aqueduct"],
    "stone in:name": [],
    "topic:water": ["aqueduct"],
    "topic:wat": [],
    "-topic:water user:octavia": ["cellar", "old-road"],
    "100% in:description": ["old-road"],
    "_": [],
    "is:private": ["cellar"],
    "visibility:internal": ["basilica"],
    "archived:true": ["cellar"],
    "archived:false user:octavia": ["old-road", "aqueduct"],
    "template:true": ["aqueduct"],
    "forks:>=1": ["old-road"],
    "-forks:>=1 user:octavia": ["cellar", "aqueduct"],
    "topics:2..5": ["aqueduct"],
    "stars:>0": [],
    "created:2027-01-16 fork:true": ["aqueduct"],
    "created:>2027-01-18 fork:true org:forum user:marcus": ["basilica", "road"],
    "repo:octavia/cellar": ["cellar"],
    "repo:octavia/cellar user:marcus fork:true": ["cellar", "road"],
    "-repo:octavia/cellar user:@me": ["old-road", "aqueduct"],
    "language:latin": [],
    "license:mit": [],
}


def test_a_search_finds_what_fits(find):
    assert {text: find(text) for text in FOUND} == FOUND


def test_the_order_can_be_chosen(find):
    text = "user:octavia"
    by_forks = find(text, more="&sort=forks")
    assert by_forks[0] == "old-road"
    assert find(text, more="&sort=updated&order=asc")[0] == "aqueduct"
    assert find(text, more="&sort=help-wanted-issues")


def test_only_what_may_be_seen_is_found_and_counted(world, find):
    """Attack 52: a private name is neither told nor counted."""
    eve = world.token(world.user("eve"), "repo")[1]
    assert find("vault") == find("vault", eve) == find("cellar", eve) == find("cellar", None) == []
    assert find("basilica", eve) == ["basilica"]
    assert find("basilica", None) == []
    assert find("is:private", None) == []


def test_a_token_without_repo_finds_what_is_public(world, octavia, find):
    for scopes in ((), ("public_repo",), ("read:user",)):
        narrow = world.token(octavia, *scopes)[1]
        assert find("user:octavia", narrow) == ["old-road", "aqueduct"]
        assert find("is:private", narrow) == []


def test_missing_and_hidden_places_are_refused_alike(api, site, token, world):
    eve = world.token(world.user("eve"), "public_repo")[1]
    for text in ("user:nobody", "repo:octavia/cellar", "repo:octavia/nothing", "user:@me"):
        by = eve if text != "user:@me" else None
        refused = api.ask("GET", f"{REPOSITORIES}?q={text}", by)
        assert (refused.status, refused.message) == (422, "Validation Failed")
        [complaint] = refused.json["errors"]
        assert complaint == {
            "resource": "Search",
            "field": "q",
            "code": "invalid",
            "message": rows.NOWHERE,
        }


@pytest.mark.parametrize("path", [REPOSITORIES, "/search/users"])
@pytest.mark.parametrize("query", ["", "?q=", "?q=%20", "?sort=forks"])
def test_something_must_be_searched_for(api, path, query):
    refused = api.ask("GET", path + query)
    assert (refused.status, refused.message) == (422, "Validation Failed")
    assert refused.json["errors"] == [{"resource": "Search", "field": "q", "code": "missing"}]


@pytest.mark.parametrize("path", [REPOSITORIES, "/search/users"])
@pytest.mark.parametrize(
    "query", ["q=colour:red", "q=a&sort=beauty", "q=a&order=up", "q=%00", "q=a+OR+b"]
)
def test_what_cannot_be_kept_is_refused(api, path, query):
    assert api.ask("GET", f"{path}?{query}").status == 422


def test_finds_are_paged_through_to_a_limit(api, site, token, monkeypatch):
    asked = f"{REPOSITORIES}?q=fork:true&per_page=2"
    first = api.ask("GET", asked, token)
    assert first.json["total_count"] == 5
    assert len(first.json["items"]) == 2
    base = f"{ADDRESS}{API}{REPOSITORIES}?q=fork%3Atrue&per_page=2&page="
    assert first.header("link") == f'<{base}2>; rel="next", <{base}3>; rel="last"'
    monkeypatch.setattr(rows, "REACHABLE", 3)
    second = api.ask("GET", f"{asked}&page=2", token)
    assert (second.json["total_count"], len(second.json["items"])) == (5, 1)
    assert 'rel="next"' not in second.header("link")
    refused = api.ask("GET", f"{asked}&page=3", token)
    assert (refused.status, refused.message) == (422, rows.BEYOND)


def test_of_very_many_the_oldest_are_not_looked_at_and_it_is_said(api, site, token, monkeypatch):
    monkeypatch.setattr(searching, "MOST_LOOKED_AT", 2)
    cut = api.ask("GET", f"{REPOSITORIES}?q=fork:true", token).json
    assert cut["incomplete_results"]
    assert [one["name"] for one in cut["items"]] == ["basilica"]
    whole = api.ask("GET", f"{REPOSITORIES}?q=user:octavia", token).json
    assert (whole["incomplete_results"], whole["total_count"]) == (False, 3)


def test_a_find_is_a_repository_with_its_score(api, site, token):
    [found] = api.ask("GET", f"{REPOSITORIES}?q=cellar", token).json["items"]
    whole = api.ask("GET", "/repos/octavia/cellar", token).json
    assert found.pop("score") == 1.0
    assert found.items() <= whole.items()
    assert found["owner"]["login"] == "octavia"
    late = [("x-github-api-version", "2026-03-10")]
    [newer] = api.ask("GET", f"{REPOSITORIES}?q=cellar", token, headers=late).json["items"]
    assert "has_downloads" in found
    assert "has_downloads" not in newer


def test_names_that_fit_best_come_first(api, world, octavia, find):
    world.repository(octavia, "waterworks")
    world.clock.now += 60
    world.repository(octavia, "water")
    world.clock.now += 60
    world.repository(octavia, "hot-water")
    assert find("water") == ["water", "waterworks", "hot-water", "aqueduct"]


PEOPLE = {
    "marcus": ["marcus"],
    "agrippa": ["marcus"],
    "agrippa in:login": [],
    "o type:user": ["octavia"],
    "type:org": ["forum"],
    "type:org location:rome": ["forum"],
    "location:rome": ["forum"],
    "fullname:agrippa": ["marcus"],
    "repos:>=1": ["marcus", "octavia"],
    "followers:>0": [],
    "-user:octavia -type:org": ["marcus"],
    "user:octavia user:forum": ["forum", "octavia"],
    "NOT octavia": ["forum", "marcus"],
    "language:latin": [],
    "created:<2000-01-01": [],
    "octavia@example.test": [],
    "%": [],
}


def test_accounts_are_found_by_login_and_name(api, site):
    for text, logins in PEOPLE.items():
        told = api.ask("GET", f"/search/users?q={quote(text)}").json
        assert [one["login"] for one in told["items"]] == logins, text
        assert told["total_count"] == len(logins)


def test_an_account_is_told_with_its_score_and_in_order(api, site, token):
    told = api.ask("GET", "/search/users?q=repos:%3E=0&sort=repositories", token).json
    assert [one["login"] for one in told["items"]] == ["octavia", "marcus", "forum"]
    assert [one["type"] for one in told["items"]] == ["User", "User", "Organization"]
    assert {one["score"] for one in told["items"]} == {1.0}
    paged = api.ask("GET", "/search/users?q=repos:%3E=0&per_page=1&page=2&sort=joined", token)
    assert paged.json["items"][0]["login"]
    assert 'rel="prev"' in paged.header("link")
    assert "sort=joined" in paged.header("link")
