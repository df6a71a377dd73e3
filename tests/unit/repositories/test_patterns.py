"""Patterns of branch names, as File.fnmatch with FNM_PATHNAME reads them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchword.repositories.patterns import is_plain, matches


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        ("main", ["main"], ["main2", "mai", "Main", ""]),
        ("*", ["main", "x"], ["qa/foo"]),
        ("qa/*", ["qa/foo", "qa/"], ["qa/foo/bar", "qa", "xqa/foo"]),
        ("qa/**/*", ["qa/foo", "qa/foo/bar", "qa/a/b/c"], ["qa", "other/foo"]),
        ("**/main", ["main", "a/main", "a/b/main"], ["amain", "main/a"]),
        ("**/*", ["main", "a/b"], []),
        ("release-?.*", ["release-1.0", "release-a."], ["release-10.0", "release-/.0"]),
        ("v[0-9]", ["v1", "v9"], ["va", "v10", "v"]),
        ("v[!0-9]x", ["vax"], ["v1x", "v/x"]),
        ("v[^a]", ["vb"], ["va"]),
        ("a[]b", ["a[]b"], ["a", "ab"]),
        ("a[b", ["a[b"], ["ab"]),
        (r"a\*b", ["a*b"], ["axb"]),
        ("a**b", ["ab", "axxb"], ["a/b"]),
        ("a*b*c", ["abc", "axbxc"], ["acb", "a/bc"]),
        ("**/a/**/b", ["a/b", "x/a/y/z/b"], ["a", "b", "xa/b"]),
        ("日本*", ["日本語"], ["日"]),
    ],
)
def test_a_pattern_means(pattern, yes, no):
    assert [name for name in yes if not matches(pattern, name)] == []
    assert [name for name in no if matches(pattern, name)] == []


@given(st.text(alphabet="abc/", min_size=1, max_size=12))
def test_a_name_means_itself(name):
    assert is_plain(name)
    assert matches(name, name)


@given(
    st.lists(st.sampled_from(["a", "b", "/", "*", "?"]), max_size=8).map("".join),
    st.lists(st.sampled_from(["a", "b", "/"]), max_size=10).map("".join),
)
def test_stars_and_question_marks_mean_what_an_expression_says(pattern, name):
    import re

    if "**" in pattern:
        return
    parts = {"*": "[^/]*", "?": "[^/]"}
    written = "".join(parts.get(one, re.escape(one)) for one in pattern)
    assert matches(pattern, name) == bool(re.fullmatch(written, name))


def test_no_pattern_is_slow():
    name = "a" * 240
    began = time.process_time()
    for pattern in ("*a" * 127 + "b", "*?" * 127, "**/" * 84 + "b", "[!x]*" * 50 + "b"):
        assert not matches(pattern, name) or "b" not in pattern
    assert time.process_time() - began < 1
