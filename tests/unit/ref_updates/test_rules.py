"""What is refused before git hears of it."""

import pytest

from watchword.ref_updates import rules
from watchword.ref_updates.model import ZERO, Command

A = "a" * 40
B = "b" * 40


def refusal(ref, old=A, new=B):
    return rules.refusals([Command(ref, old, new)], "main").get(ref)


@pytest.mark.parametrize(
    ("ref", "reason"),
    [
        ("HEAD", rules.FUNNY),
        ("heads/main", rules.FUNNY),
        ("refs/heads/a..b", rules.FUNNY),
        ("refs/heads/-x", rules.FUNNY),
        ("refs/heads/HEAD", rules.FUNNY),
        ("refs/tags/-v", rules.FUNNY),
        ("refs/heads/" + "x" * 250, rules.TOO_LONG),
        ("refs/heads/" + A, rules.LIKE_AN_OBJECT),
        ("refs/pull/1/head", rules.HIDDEN_REF),
        ("refs/watchword/anything", rules.HIDDEN_REF),
    ],
)
def test_a_change_of_such_a_ref_is_refused(ref, reason):
    assert refusal(ref) == reason


@pytest.mark.parametrize("ref", ["refs/heads/main", "refs/tags/v1", "refs/notes/commits"])
def test_ordinary_refs_may_be_made_moved_and_deleted(ref):
    assert refusal(ref) is None
    assert refusal(ref, old=ZERO) is None
    assert ref == "refs/heads/main" or refusal(ref, new=ZERO) is None


def test_the_default_branch_stays():
    assert "refusing to delete the current branch" in refusal("refs/heads/main", new=ZERO)


def test_a_name_of_old_that_is_no_longer_allowed_can_be_deleted():
    assert refusal("refs/heads/-x", new=ZERO) is None


def test_two_changes_of_one_ref_are_both_refused():
    two = [Command("refs/heads/a", A, ZERO), Command("refs/heads/a", ZERO, B)]
    assert rules.refusals(two, "main") == {"refs/heads/a": rules.TWICE}


def test_an_atomic_push_falls_as_a_whole():
    two = [Command("refs/heads/a", A, B), Command("refs/pull/1/head", A, B)]
    reasons = rules.refusals(two, "main")
    assert rules.whole(two, reasons) == {
        "refs/heads/a": rules.ATOMIC,
        "refs/pull/1/head": rules.HIDDEN_REF,
    }
    assert rules.whole(two, {}) == {}
