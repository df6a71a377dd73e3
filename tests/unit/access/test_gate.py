"""The gate: who gets in, and what those hear who do not."""

import pytest

from tests.world import actor_of
from watchword.access import gate
from watchword.access.kinds import Kind
from watchword.access.operation import REGISTERED, Operation
from watchword.access.roles import Role
from watchword.access.table import accounts, git, repositories, tokens
from watchword.accounts.model import SITE, User
from watchword.kernel.errors import (
    NotAuthenticated,
    NotFound,
    NotPermitted,
    PasswordChangeNeeded,
    PasswordNeeded,
)
from watchword.kernel.ids import RepoId, UserId
from watchword.repositories.model import Repository, Visibility


def person(number: int) -> User:
    return User(UserId(number), f"user{number}", None, None, False, None, 1, 1)


ALICE, BOB = person(1), person(2)


def repository(visibility: Visibility, viewer: User | None = None, role: Role = Role.NONE):
    return Repository(
        RepoId(1),
        "k" * 32,
        ALICE.id,
        "user1",
        "things",
        None,
        None,
        visibility,
        "main",
        None,
        1,
        1,
        None,
        viewer.id if viewer else None,
        role,
    )


PUBLIC, PRIVATE = Visibility.PUBLIC, Visibility.PRIVATE
READ, PUSH = git.READ, git.PUSH
NOBODY = actor_of(None, kind=Kind.ANONYMOUS)


@pytest.mark.parametrize(
    ("actor", "operation", "target"),
    [
        pytest.param(NOBODY, READ, repository(PUBLIC), id="anybody reads what is public"),
        pytest.param(
            actor_of(BOB), READ, repository(PUBLIC, BOB), id="a token without scopes does, too"
        ),
        pytest.param(
            actor_of(ALICE, "repo"), READ, repository(PRIVATE, ALICE), id="owner with repo reads"
        ),
        pytest.param(
            actor_of(ALICE, "public_repo"), PUSH, repository(PUBLIC, ALICE), id="public_repo pushes"
        ),
        pytest.param(
            actor_of(BOB, "repo"),
            PUSH,
            repository(PRIVATE, BOB, Role.WRITE),
            id="a collaborator who writes pushes",
        ),
        pytest.param(
            actor_of(ALICE, "delete_repo"),
            repositories.DELETE,
            repository(PRIVATE, ALICE),
            id="delete_repo alone deletes",
        ),
    ],
)
def test_lets_in(actor, operation, target):
    assert gate.require(actor, operation, target).target is target
    assert gate.allows(actor, operation, target)


@pytest.mark.parametrize(
    ("actor", "operation", "target", "refusal"),
    [
        pytest.param(NOBODY, READ, repository(PRIVATE), NotAuthenticated, id="nobody, private"),
        pytest.param(NOBODY, READ, None, NotAuthenticated, id="nobody, missing: the same"),
        pytest.param(NOBODY, PUSH, repository(PUBLIC), NotAuthenticated, id="nobody pushes"),
        pytest.param(
            actor_of(BOB, "repo"), READ, repository(PRIVATE, BOB), NotFound, id="hidden from others"
        ),
        pytest.param(actor_of(BOB, "repo"), READ, None, NotFound, id="missing: the same"),
        pytest.param(
            actor_of(ALICE), READ, repository(PRIVATE, ALICE), NotFound, id="no scope, own private"
        ),
        pytest.param(
            actor_of(ALICE, "public_repo"),
            PUSH,
            repository(PRIVATE, ALICE),
            NotFound,
            id="public_repo does not even see private ones",
        ),
        pytest.param(
            actor_of(ALICE, "public_repo"),
            repositories.LIST_COLLABORATORS,
            repository(PRIVATE, ALICE),
            NotFound,
            id="what no token may do tells of nothing that this one cannot see",
        ),
        pytest.param(
            actor_of(ALICE), PUSH, repository(PUBLIC, ALICE), NotPermitted, id="no scope, push"
        ),
        pytest.param(
            actor_of(BOB, "repo"), PUSH, repository(PUBLIC, BOB), NotPermitted, id="not a writer"
        ),
        pytest.param(
            actor_of(BOB, "repo"),
            PUSH,
            repository(PRIVATE, BOB, Role.READ),
            NotPermitted,
            id="a collaborator who reads cannot push",
        ),
        pytest.param(
            actor_of(ALICE, "repo"),
            repositories.DELETE,
            repository(PRIVATE, ALICE),
            NotPermitted,
            id="repo alone does not delete",
        ),
        pytest.param(
            actor_of(ALICE, "repo"),
            tokens.CREATE,
            ALICE,
            NotPermitted,
            id="a token makes no tokens",
        ),
        pytest.param(
            actor_of(ALICE, kind=Kind.SESSION),
            tokens.CREATE,
            ALICE,
            PasswordNeeded,
            id="a session without a fresh password makes none",
        ),
        pytest.param(
            actor_of(ALICE, kind=Kind.SESSION, half=True, sudo=True),
            tokens.CREATE,
            ALICE,
            PasswordChangeNeeded,
            id="a one-time password opens nothing",
        ),
        pytest.param(
            actor_of(ALICE, "repo", site_admin=True),
            accounts.CREATE,
            SITE,
            NotPermitted,
            id="an admin's token does not make accounts",
        ),
    ],
)
def test_keeps_out(actor, operation, target, refusal):
    with pytest.raises(refusal):
        gate.require(actor, operation, target)


def test_a_grant_for_one_thing_does_not_do_another():
    grant = gate.require(actor_of(ALICE, "repo"), repositories.READ, repository(PUBLIC, ALICE))
    with pytest.raises(AssertionError):
        grant.must_cover(repositories.RENAME)


def test_a_repository_looked_up_for_somebody_else_is_not_judged():
    with pytest.raises(AssertionError):
        gate.require(actor_of(BOB, "repo"), READ, repository(PUBLIC, ALICE))


def test_an_operation_that_admits_nobody_cannot_be_made():
    with pytest.raises(ValueError, match="names no kind"):
        Operation("nothing.at_all", Role.READ, who=frozenset())


def test_two_operations_cannot_share_a_name():
    with pytest.raises(ValueError, match="twice"):
        Operation(repositories.READ.name, Role.READ)


def test_what_is_not_opened_is_for_browser_sessions_only():
    closed = Operation("test.closed_by_default", Role.READ)
    del REGISTERED[closed.name]
    assert closed.who == {Kind.SESSION}
    with pytest.raises(NotAuthenticated):
        gate.require(NOBODY, closed, SITE)
    with pytest.raises(NotPermitted):
        gate.require(actor_of(ALICE, "repo", "user"), closed, SITE)
