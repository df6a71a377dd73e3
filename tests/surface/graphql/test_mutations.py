"""Changes: each that gh asks for, what refuses them, and that all of a request are made or none."""

import pytest

from tests import gh_queries as gh
from watchword.access.roles import Role
from watchword.repositories.events import RepositoryCreated
from watchword.repositories.model import Visibility
from watchword.storage.unit_of_work import UnitOfWork
from watchword.surfaces.shapes.node_ids import REPOSITORY, USER, node_id

WANTED = {
    "name": "forum",
    "visibility": "PRIVATE",
    "hasIssuesEnabled": True,
    "hasWikiEnabled": True,
}


@pytest.fixture
def create(told):
    """Make a repository; gives what is said of it."""

    def made(**more):
        return told(gh.CREATE, {"input": {**WANTED, **more}})["createRepository"]["repository"]

    return made


def found(world, name, owner="octavia"):
    return world.read(lambda work: work.repositories.find(owner, name, None))


def folders(api):
    """The folders of repositories that are on the disk."""
    return sorted(one.name for one in api.layout.root.glob("??/??/*.git"))


@pytest.fixture
def id_of(hidden):
    return node_id(REPOSITORY, hidden.id)


def test_a_repository_is_made_with_its_folder(world, api, octavia, create):
    said = create(description=" Where people meet ", homepageUrl="https://forum.example.test")
    made = found(world, "forum")
    assert said == {
        "id": node_id(REPOSITORY, made.id),
        "name": "forum",
        "owner": {"login": "octavia"},
        "url": "https://git.example.test/octavia/forum",
    }
    assert (made.visibility, made.description) == (Visibility.PRIVATE, "Where people meet")
    assert made.homepage == "https://forum.example.test"
    assert folders(api) == [f"{made.key}.git"]


def test_it_may_be_said_that_it_is_for_oneself(world, octavia, create):
    create(ownerId=node_id(USER, octavia.id), visibility="PUBLIC")
    assert found(world, "forum").is_public


def test_it_is_recorded_once_though_it_takes_two_runs(monkeypatch, create):
    recorded = []
    real = UnitOfWork.record
    monkeypatch.setattr(UnitOfWork, "record", lambda *it: (recorded.append(it), real(*it))[1])
    create()
    # The first run lacked a folder, and came to the record of nothing.
    assert [type(fact) for _, fact in recorded] == [RepositoryCreated]


REFUSED = (
    ({"name": "hidden"}, "UNPROCESSABLE", "already exists"),
    ({"name": "HIDDEN"}, "UNPROCESSABLE", "already exists"),
    ({"name": ".."}, "UNPROCESSABLE", ""),
    ({"name": ""}, "UNPROCESSABLE", ""),
    ({"name": "x" * 101}, "UNPROCESSABLE", ""),
    ({"visibility": "INTERNAL"}, "UNPROCESSABLE", "internal"),
    ({"homepageUrl": "javascript:alert(1)"}, "UNPROCESSABLE", ""),
    ({"ownerId": "nonsense"}, "NOT_FOUND", "nonsense"),
    ({"ownerId": "U_kgDO_____w"}, "NOT_FOUND", "U_kgDO"),
    ({"ownerId": "R_kgDOAAAAAQ"}, "NOT_FOUND", "R_kgDO"),
)


def test_a_repository_that_cannot_be_is_refused(world, api, hidden, ask):
    for more, kind, text in REFUSED:
        answer = ask(gh.CREATE, {"input": {**WANTED, **more}})
        assert answer["data"] == {"createRepository": None}
        (error,) = answer["errors"]
        assert (error["type"], error["path"]) == (kind, ["createRepository"])
        assert text in error["message"]
        assert folders(api) == []
        assert found(world, "forum") is None


def test_nobody_makes_a_repository_for_somebody_else(world, api, ask):
    marcus = world.user("marcus")
    answer = ask(gh.CREATE, {"input": {**WANTED, "ownerId": node_id(USER, marcus.id)}})
    assert answer["data"] == {"createRepository": None}
    (error,) = answer["errors"]
    assert error["type"] == "FORBIDDEN"
    assert error["message"] == "octavia cannot create a repository for marcus."
    assert folders(api) == []
    assert found(world, "forum", "marcus") is None


def test_an_archive_is_made_and_opened_again(world, told, hidden, id_of):
    closed = told(gh.ARCHIVE, {"input": {"repositoryId": id_of}})["archiveRepository"]
    assert closed["repository"] == {
        "id": id_of,
        "isArchived": True,
        "archivedAt": "2027-01-15T08:00:00Z",
    }
    assert found(world, "hidden").is_archived
    # Twice is no fault.
    assert told(gh.ARCHIVE, {"input": {"repositoryId": id_of}})
    opened = told(gh.UNARCHIVE, {"input": {"repositoryId": id_of}})["unarchiveRepository"]
    assert opened["repository"] == {"id": id_of, "isArchived": False, "archivedAt": None}
    assert not found(world, "hidden").is_archived


def test_an_archive_is_not_changed(refused, told, id_of):
    told(gh.ARCHIVE, {"input": {"repositoryId": id_of}})
    error = refused(gh.UPDATE, {"input": {"repositoryId": id_of, "description": "Other"}})
    assert (error["type"], error["message"]) == (
        "FORBIDDEN",
        "Repository was archived so is read-only.",
    )


def test_what_is_said_of_a_repository_is_changed(told, id_of):
    def changed(**more):
        answer = told(gh.UPDATE, {"input": {"repositoryId": id_of, **more}})
        said = answer["updateRepository"]["repository"]
        return said["name"], said["description"], said["homepageUrl"]

    assert changed(description="Deep") == ("hidden", "Deep", None)
    site = "https://a.example.test"
    assert changed(homepageUrl=site) == ("hidden", "Deep", site)
    assert changed(name="seen") == ("seen", "Deep", site)
    assert changed(hasIssuesEnabled=True, hasWikiEnabled=False) == ("seen", "Deep", site)
    assert changed(description="", homepageUrl="") == ("seen", None, None)


def test_a_renamed_repository_is_found_by_both_names(world, told, id_of):
    told(gh.UPDATE, {"input": {"repositoryId": id_of, "name": "shown"}})
    assert found(world, "hidden") == found(world, "shown")


def test_a_name_that_is_taken_is_refused(world, octavia, refused, id_of):
    world.repository(octavia, "taken")
    error = refused(gh.UPDATE, {"input": {"repositoryId": id_of, "name": "Taken"}})
    assert error["type"] == "UNPROCESSABLE"
    assert found(world, "hidden").name == "hidden"


def test_a_collaborator_does_not_administer(world, refused, hidden, id_of):
    eve = world.user("eve")
    world.collaborator(hidden, eve, Role.WRITE)
    _, token = world.token(eve, "repo")
    for query in (gh.ARCHIVE, gh.UNARCHIVE):
        error = refused(query, {"input": {"repositoryId": id_of}}, by=token)
        assert error["type"] == "FORBIDDEN"
    error = refused(gh.UPDATE, {"input": {"repositoryId": id_of, "name": "mine"}}, by=token)
    assert error["type"] == "FORBIDDEN"
    assert found(world, "hidden").name == "hidden"


BOTH = """
mutation($a: CreateRepositoryInput!, $b: CreateRepositoryInput!) {
  first: createRepository(input: $a) { repository { name } }
  second: createRepository(input: $b) { repository { name } }
}"""


def test_two_are_made_by_one_request(world, api, told):
    told(BOTH, {"a": {**WANTED, "name": "one"}, "b": {**WANTED, "name": "two"}})
    assert folders(api) == sorted(f"{found(world, name).key}.git" for name in ("one", "two"))


def test_of_two_changes_none_is_made_where_one_is_refused(world, api, hidden, ask):
    answer = ask(BOTH, {"a": {**WANTED, "name": "one"}, "b": {**WANTED, "name": "hidden"}})
    assert answer["data"] == {"first": None, "second": None}
    (error,) = answer["errors"]
    assert (error["path"], error["type"]) == (["second"], "UNPROCESSABLE")
    assert found(world, "one") is None
    assert folders(api) == []


def test_a_change_before_a_refused_one_is_undone(world, hidden, id_of, ask):
    query = """mutation($id: ID!) {
      updateRepository(input: {repositoryId: $id, name: "renamed"}) { repository { name } }
      archiveRepository(input: {repositoryId: "R_kgDO_____w"}) { repository { name } }
    }"""
    answer = ask(query, {"id": id_of})
    assert answer["data"] == {"updateRepository": None, "archiveRepository": None}
    assert found(world, "hidden").name == "hidden"


def test_a_change_is_undone_where_its_answer_is_refused(world, api, hidden, ask):
    query = gh.CREATE.replace("url }", "url owner { repositories(first: 101) { totalCount } } }")
    answer = ask(query, {"input": WANTED})
    assert answer["data"] == {"createRepository": None}
    assert answer["errors"][0]["type"] == "EXCESSIVE_PAGINATION"
    assert found(world, "forum") is None
    assert folders(api) == []


def test_what_a_client_calls_its_change_comes_back(told, id_of):
    query = """mutation($id: ID!) {
      archiveRepository(input: {repositoryId: $id, clientMutationId: "mine"}) { clientMutationId }
    }"""
    assert told(query, {"id": id_of}) == {"archiveRepository": {"clientMutationId": "mine"}}
