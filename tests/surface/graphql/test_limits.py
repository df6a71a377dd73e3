"""How much one document may ask for."""

import pytest
from graphql import get_introspection_query

from watchword.surfaces.graphql import limits

DEEP = "nodes { owner { repositories(first: %d) { %s } } }"


def nested(levels, size):
    inside = "nodes { name }"
    for _ in range(levels):
        inside = DEEP % (size, inside)
    return f"{{ viewer {{ repositories(first: {size}) {{ {inside} }} }} }}"


def test_a_whole_introspection_is_allowed(told):
    types = told(get_introspection_query())["__schema"]["types"]
    assert {"Repository", "User", "CreateRepositoryInput"} <= {one["name"] for one in types}


def test_lists_within_lists_are_counted_by_the_sizes_of_their_pages(told, refused):
    assert told(nested(2, 5))
    error = refused(nested(2, 100))
    assert error["type"] == "MAX_NODE_LIMIT_EXCEEDED"
    assert str(limits.MOST_VALUES) in error["message"]


def test_a_size_in_a_variable_counts_as_well(told, refused):
    query = nested(2, 5).replace("first: 5", "first: $size").replace("{", "query($size: Int!) {", 1)
    assert told(query, {"size": 5})
    assert refused(query, {"size": 100})["type"] == "MAX_NODE_LIMIT_EXCEEDED"


def test_a_fragment_counts_as_often_as_it_is_used(refused):
    page = "repositories(first: 100) { nodes { owner { ...%s } } }"
    query = (
        "{ viewer { ...a } }"
        f"fragment a on User {{ {page % 'b'} }}"
        f"fragment b on RepositoryOwner {{ {page % 'c'} }}"
        "fragment c on RepositoryOwner { repositories(first: 100) { nodes { name } } }"
    )
    assert refused(query)["type"] == "MAX_NODE_LIMIT_EXCEEDED"


def test_parents_of_parents_end_somewhere(refused):
    levels = limits.DEEPEST
    inside = 'repository(owner: "a", name: "b") ' + "{ parent " * levels + "{ name }" + "}" * levels
    error = refused(f"{{ {inside} }}")
    assert f"{limits.DEEPEST} are the most" in error["message"]


@pytest.mark.parametrize("levels", [500, 1_900])
def test_a_document_that_is_nested_without_end_is_refused(ask, levels):
    (error,) = ask("{ a " * levels + "}" * levels)["errors"][:1]
    assert error["message"]


def test_a_long_document_is_refused(refused):
    aliases = " ".join(
        f"a{number}: viewer {{ login }}" for number in range(limits.MOST_TOKENS // 6 + 1)
    )
    assert "tokens" in refused(f"{{ {aliases} }}")["message"]


def test_introspection_within_introspection_is_refused(ask):
    inside = "fields { type { fields { type { fields { type { fields { name } } } } } } }"
    (error,) = ask(f"{{ __schema {{ types {{ {inside} }} }} }}")["errors"]
    assert error["message"] == "Maximum introspection depth exceeded"


def test_introspection_is_not_repeated_without_end(told, refused):
    def several(count):
        return " ".join(f'a{n}: __type(name: "User") {{ name }}' for n in range(count))

    assert told(f"{{ {several(8)} }}")
    assert refused(f"{{ {several(30)} }}")["type"] == "MAX_NODE_LIMIT_EXCEEDED"


def changes(count):
    one = 'archiveRepository(input: {repositoryId: "R_kgDOAAAAAQ"}) { clientMutationId }'
    return " ".join(f"a{number}: {one}" for number in range(count))


def test_a_mutation_makes_a_few_changes(ask, refused, hidden):
    assert ask(f"mutation {{ {changes(9)} }}")["data"]["a8"]
    error = refused(f"mutation {{ {changes(11)} }}")
    assert error["type"] == "MAX_NODE_LIMIT_EXCEEDED"
    twice = "mutation { ...all ... on Mutation { ...all } }"
    within = f"{twice} fragment all on Mutation {{ {changes(6)} }}"
    assert refused(within)["type"] == "MAX_NODE_LIMIT_EXCEEDED"


def test_a_mutation_selects_little(refused, hidden):
    values = " ".join(f"n{number}: name" for number in range(30))
    page = f"owner {{ repositories(first: 100) {{ nodes {{ {values} }} }} }}"
    change = 'archiveRepository(input: {repositoryId: "R_kgDOAAAAAQ"})'
    query = f"mutation {{ {change} {{ repository {{ {page} }} }} }}"
    assert refused(query)["type"] == "MAX_NODE_LIMIT_EXCEEDED"


@pytest.mark.parametrize(
    ("start", "kind", "field"),
    [
        pytest.param(
            "viewer { repositories { nodes { ...f0 } } }", "Repository", "parent", id="data"
        ),
        pytest.param('__type(name: "User") { ...f0 }', "__Type", "ofType", id="introspection"),
    ],
)
def test_fragments_that_use_each_other_twice_are_measured_in_no_time(ask, start, kind, field):
    fragments = " ".join(
        f"fragment f{n} on {kind} {{ a: {field} {{ ...f{n + 1} }} b: {field} {{ ...f{n + 1} }} }}"
        for n in range(60)
    )
    query = f"{{ {start} }} {fragments} fragment f60 on {kind} {{ name }}"
    (error,) = ask(query)["errors"]
    assert error["type"] == "MAX_NODE_LIMIT_EXCEEDED"
