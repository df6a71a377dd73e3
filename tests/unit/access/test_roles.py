"""Roles: their order, and what GitHub calls them."""

import pytest

from watchword.access.roles import BY_NAME, BY_PERMISSION, PERMISSION_OF, ROLE_NAME_OF, Role


def test_each_role_may_more_than_the_one_before_it():
    names = [role.name for role in sorted(Role)]
    assert names == ["NONE", "READ", "TRIAGE", "WRITE", "MAINTAIN", "ADMIN"]


@pytest.mark.parametrize(
    ("permission", "name"),
    [
        ("pull", "read"),
        ("triage", "triage"),
        ("push", "write"),
        ("maintain", "maintain"),
        ("admin", "admin"),
    ],
)
def test_github_has_two_names_for_each_role(permission, name):
    role = BY_PERMISSION[permission]
    assert role is BY_NAME[name]
    assert (PERMISSION_OF[role], ROLE_NAME_OF[role]) == (permission, name)


def test_nothing_is_the_name_of_no_role():
    assert "none" not in BY_NAME
    assert Role.NONE not in PERMISSION_OF
