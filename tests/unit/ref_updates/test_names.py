"""Names of refs, held against the installed git."""

import subprocess

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from watchword.ref_updates.names import are_ref_names, is_branch_name, is_ref_name, short

PIECES = st.sampled_from(
    ["a", "main", "/", "//", ".", "..", "@", "@{", "{", ".lock", "-", "~", "^", ":", "?", "*", "[",
     "]", "\\", " ", "\t", "\x7f", "é", "HEAD", "refs", "heads", "日本"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.lists(PIECES, min_size=1, max_size=8).map("".join), st.text(min_size=1)))
@example("refs/heads/a./b")
@example("refs/heads/@")
@example("refs/heads/-x")
@example("refs/heads/.lock")
def test_git_and_we_agree_on_what_is_a_name(name):
    if "\0" in name or "\ud800" <= max(name) <= "\udfff":
        assert not is_ref_name(f"refs/heads/{name}") or "\0" not in name
        return
    full = f"refs/{name}"
    asked = subprocess.run(["git", "check-ref-format", full], check=False, capture_output=True)
    assert is_ref_name(full) == (asked.returncode == 0)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(PIECES | st.sampled_from("\0\n"), max_size=5).map("".join), max_size=3))
def test_many_names_are_judged_as_each_of_them_is(ends):
    names = [f"refs/{end}" for end in ends]
    each = all(map(is_ref_name, names))
    assert are_ref_names([name.encode() for name in names]) == each


@pytest.mark.parametrize("name", ["-x", "HEAD", "", "a..b", "a.lock", "x" * 250, "a b"])
def test_a_branch_may_not_be_called_so(name):
    assert not is_branch_name(name)


@pytest.mark.parametrize("name", ["main", "feature/x", "日本", "@", "v1.0", "x" * 240])
def test_a_branch_may_be_called_so(name):
    assert is_branch_name(name)


def test_short_names_leave_out_the_namespace_of_branches_and_tags_only():
    assert short("refs/heads/a/b") == "a/b"
    assert short("refs/tags/v1") == "v1"
    assert short("refs/notes/commits") == "refs/notes/commits"
