"""Accounts: what they may be called, and what is unique about them."""

import pytest

from watchword.access.gate import require
from watchword.access.table import accounts as table
from watchword.accounts import names, service
from watchword.accounts.model import SITE
from watchword.kernel.errors import Invalid


@pytest.mark.parametrize("login", ["alice", "a", "A-b-c", "x" * 39, "0x1"])
def test_good_logins(login):
    assert names.login(login) == login


@pytest.mark.parametrize(
    "login",
    [
        "",
        "-a",
        "a-",
        "a--b",
        "a_b",
        "a.b",
        "a/b",
        "x" * 40,
        "é",
        "a b",
        "a\n",
        "API",
        "login",
        "x-access-token",
        "settings",
        "git",
        "..",
        ".well-known",
    ],
)
def test_bad_or_reserved_logins(login):
    with pytest.raises(Invalid):
        names.login(login)


def test_logins_are_unique_whatever_the_case(world):
    world.user("Alice")
    with pytest.raises(Invalid) as refused:
        world.user("aLICE")
    assert refused.value.errors[0].code == "already_exists"


def test_emails_are_unique_whatever_the_case(world):
    world.user("alice")
    new = service.Registration("bob", "ALICE@example.test", "hash", one_time=False)
    grant = require(world.operator, table.CREATE, SITE)
    with pytest.raises(Invalid) as refused:
        world.write(lambda work: service.create(work, grant, new))
    assert refused.value.errors[0].field == "email"


@pytest.mark.parametrize("address", ["", "a", "a@", "@b", "a b@c", "a@b@c", "a@" + "b" * 260])
def test_bad_addresses(address):
    with pytest.raises(Invalid):
        names.email(address)
