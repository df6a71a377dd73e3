"""Which refs would newly bring a workflow."""

from hypothesis import given
from hypothesis import strategies as st

from watchword.ref_updates.workflows import File, first_new, refusals

FILES = st.frozensets(
    st.builds(File, st.sampled_from(["a.yml", "b.yml", "c.yml"]), st.sampled_from("12")), max_size=4
)


@given(FILES, FILES, st.lists(FILES, max_size=3))
def test_new_is_what_stood_nowhere_with_that_content(brought, before, branches):
    path = first_new(brought, before, branches)
    new = {file for file in brought if file not in before and not any(file in b for b in branches)}
    assert path == (min(new).path if new else None)


@given(FILES, FILES, st.lists(FILES, max_size=3))
def test_more_branches_never_make_more_of_it_new(brought, before, branches):
    if first_new(brought, before, branches) is not None:
        assert first_new(brought, before, branches[:1]) is not None


@given(FILES)
def test_taking_away_is_never_new(before):
    for file in before:
        assert first_new(before - {file}, before, []) is None


def test_the_same_path_with_another_content_is_new():
    old, new = File("a.yml", "1"), File("a.yml", "2")
    assert first_new(frozenset({new}), frozenset({old}), []) == "a.yml"


def test_each_ref_is_judged_by_itself():
    file = File("a.yml", "1")
    brought = {
        "refs/heads/x": (frozenset({file}), frozenset()),
        "refs/heads/y": (frozenset({file}), frozenset({file})),
    }
    assert refusals(brought, [], str.upper) == {"refs/heads/x": "A.YML"}
    assert refusals(brought, [frozenset({file})], str.upper) == {}
