"""The languages of a repository, as they were noted last."""

import pytest

from watchword.repositories.looks import MOST_LANGUAGES

QUERY = """{ repository(owner: "octavia", name: "hidden") { languages%s {
  totalCount totalSize nodes { name } edges { cursor size node { name } }
  pageInfo { hasNextPage endCursor } } } }"""


@pytest.fixture
def listed(told):
    """The languages of the repository, as the arguments ask for them."""

    def asked(arguments="", **more):
        return told(QUERY % arguments, **more)["repository"]["languages"]

    return asked


@pytest.fixture
def noted(world, hidden):
    """Note how many bytes there are of each language."""

    def note(**sizes):
        world.write(lambda work: work.repositories.note_look(hidden.id, None, sizes))

    return note


def names(page):
    found = [one["name"] for one in page["nodes"]]
    assert found == [one["node"]["name"] for one in page["edges"]]
    return found


def test_that_of_most_of_it_comes_first_unless_the_other_order_is_asked_for(listed, noted):
    assert (names(listed()), listed()["totalSize"]) == ([], 0)
    noted(Python=900, Shell=50, Awk=7)
    assert names(listed()) == ["Python", "Shell", "Awk"]
    order = "(first: 2, orderBy: {field: SIZE, direction: %s})"
    assert names(listed(order % "DESC")) == ["Python", "Shell"]
    assert names(listed(order % "ASC")) == ["Awk", "Shell"]


def test_they_come_page_by_page_with_what_all_of_them_come_to(listed, noted):
    noted(Python=900, Shell=50, Awk=7)
    first = listed("(first: 2)")
    assert (first["totalCount"], first["totalSize"]) == (3, 957)
    assert [one["size"] for one in first["edges"]] == [900, 50]
    assert first["pageInfo"]["hasNextPage"]
    end = first["pageInfo"]["endCursor"]
    rest = listed(f'(first: 2, after: "{end}")')
    assert (names(rest), rest["totalSize"]) == (["Awk"], 957)
    assert names(listed("(last: 1)")) == ["Awk"]


def test_what_is_larger_than_the_integers_of_graphql_is_told_as_the_largest(listed, noted):
    noted(Python=2**33)
    page = listed()
    assert page["totalSize"] == page["edges"][0]["size"] == 2**31 - 1


def test_a_page_of_repositories_with_their_languages_is_no_query_too_large(told, hidden):
    """As `gh repo list --limit 100 --json languages` asks."""
    inside = "languages(first: 100) { edges { size node { name } } }"
    query = "{ viewer { repositories(first: 100) { nodes { name %s } } } }"
    (one,) = told(query % inside)["viewer"]["repositories"]["nodes"]
    assert one == {"name": "hidden", "languages": {"edges": []}}
    assert MOST_LANGUAGES <= 30
