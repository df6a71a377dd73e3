"""What rules of protected branches say to changes of refs."""

import pytest

from watchword.kernel.ids import ProtectionId, RepoId, TeamId, UserId
from watchword.ref_updates import protected
from watchword.ref_updates.model import ZERO, Command
from watchword.ref_updates.protected import Standing
from watchword.repositories.protection import Protection, ProtectionRules

A, B = "a" * 40, "b" * 40
ANN, BOB = UserId(1), UserId(2)
WRITER, ADMIN = Standing(BOB, runs_it=False), Standing(BOB, runs_it=True)
MAIN = "refs/heads/main"
CREATED, MOVED, DELETED = (Command(MAIN, *ends) for ends in ((ZERO, A), (A, B), (A, ZERO)))


def rules(*patterns, **switches):
    return [
        Protection(ProtectionId(number), RepoId(1), pattern, ProtectionRules(**switches))
        for number, pattern in enumerate(patterns or ("main",), 1)
    ]


def reason(command, who=WRITER, *, straight=True, **switches):
    known = {command} if straight else ()
    return protected.judge(rules(**switches), who, [command], known).refused.get(command.ref)


@pytest.mark.parametrize("who", [WRITER, ADMIN])
def test_a_protected_branch_is_pushed_to_and_neither_rewritten_nor_deleted(who):
    assert reason(CREATED, who) is None
    assert reason(MOVED, who) is None
    assert reason(MOVED, who, straight=False) == protected.REWRITING
    assert reason(DELETED, who) == protected.DELETION


def test_what_the_rule_allows_is_allowed():
    assert reason(MOVED, straight=False, allow_force_pushes=True) is None
    assert reason(DELETED, allow_deletions=True) is None


@pytest.mark.parametrize(
    ("switches", "command", "told"),
    [
        ({"restricted": True}, MOVED, protected.NOT_AUTHORIZED),
        ({"restricted": True}, CREATED, None),
        ({"restricted": True, "allow_deletions": True}, DELETED, protected.NOT_AUTHORIZED),
        ({"restricted": True, "block_creations": True}, CREATED, protected.NOT_CREATED),
        ({"block_creations": True}, CREATED, None),
        ({"lock_branch": True}, MOVED, protected.LOCKED),
        ({"lock_branch": True}, CREATED, None),
        ({"lock_branch": True, "allow_deletions": True}, DELETED, protected.LOCKED),
    ],
)
def test_some_things_bind_writers_and_administrators_only_where_the_rule_says_so(
    switches, command, told
):
    assert reason(command, **switches) == told
    assert reason(command, ADMIN, **switches) is None
    assert reason(command, ADMIN, **switches, enforce_admins=True) == told


def test_those_who_are_named_may_push_and_not_more():
    named = {"restricted": True, "block_creations": True, "users": (ANN, BOB)}
    assert reason(MOVED, **named) is None
    assert reason(CREATED, **named) is None
    assert reason(MOVED, straight=False, **named) == protected.REWRITING
    assert reason(MOVED, lock_branch=True, **named) == protected.LOCKED
    assert reason(MOVED, Standing(None, runs_it=False), **named) == protected.NOT_AUTHORIZED


def test_who_is_in_a_team_that_is_named_may_push():
    named = {"restricted": True, "teams": (TeamId(7), TeamId(8))}
    assert (
        reason(MOVED, Standing(BOB, runs_it=False, teams=frozenset({TeamId(8)})), **named) is None
    )
    assert reason(MOVED, WRITER, **named) == protected.NOT_AUTHORIZED


def test_an_override_is_told_of():
    judged = protected.judge(rules(lock_branch=True), ADMIN, [MOVED], {MOVED})
    assert [(rule.pattern, one) for rule, one in judged.overridden] == [("main", MOVED)]
    assert protected.judge(rules(), ADMIN, [MOVED], {MOVED}).overridden == []


def test_the_rule_of_the_very_name_wins_then_the_oldest():
    first, second, exact = rules("m*", "ma*", "main")
    commands = [Command(f"refs/heads/{name}", A, ZERO) for name in ("main", "mai", "x")]
    judged = protected.judge([first, second, exact], WRITER, commands, ())
    assert list(judged.refused) == ["refs/heads/main", "refs/heads/mai"]
    locked = Protection(ProtectionId(9), RepoId(1), "main", ProtectionRules(lock_branch=True))
    judged = protected.judge([first, locked], WRITER, [MOVED], {MOVED})
    assert judged.refused == {MAIN: protected.LOCKED}


def test_only_branches_are_protected():
    commands = [Command(ref, A, ZERO) for ref in ("refs/tags/main", "refs/heads/main2", "refs/x/y")]
    assert protected.judge(rules(), WRITER, commands, ()).refused == {}


def test_only_what_may_be_a_rewrite_is_looked_at():
    other = Command("refs/heads/other", A, B)
    assert protected.unsure(rules(), [CREATED, MOVED, DELETED, other]) == [MOVED]
    assert protected.unsure(rules(allow_force_pushes=True), [MOVED]) == []


def test_a_flood_of_refs_is_refused_where_patterns_would_have_to_be_tried():
    many = [Command(f"refs/heads/b{number}", ZERO, A) for number in range(protected.MOST + 1)]
    assert set(protected.judge(rules("x*"), ADMIN, many, ()).refused.values()) == {
        protected.TOO_MANY
    }
    assert protected.judge(rules("x"), ADMIN, many, ()).refused == {}
    tags = [Command(f"refs/tags/t{number}", ZERO, A) for number in range(protected.MOST + 1)]
    assert protected.judge(rules("x*"), ADMIN, tags, ()).refused == {}
