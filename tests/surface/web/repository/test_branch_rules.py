"""Rules of protected branches on the pages of a repository."""

import pytest

from tests.pages import Browser
from watchword.access.roles import Role

RULES = "/octavia/aqueduct/settings/branches"


@pytest.fixture
def rules(world, aqueduct):
    return lambda: world.read(lambda work: list(work.protections.of(aqueduct.id)))


def add(browser, pattern="main", **fields):
    browser.get(f"{RULES}/new")
    return browser.press("Create", pattern=pattern, **fields)


def test_the_way_leads_from_the_settings_to_a_rule(signed_in, rules):
    signed_in.get("/octavia/aqueduct/settings")
    page = signed_in.click("Branches")
    signed_in.get(RULES)
    assert "No rules yet" in signed_in.page.text
    signed_in.click("Add rule")
    page = signed_in.press("Create", pattern="release/*", lock_branch="yes")
    assert page.path == RULES
    assert "“release/*” is protected." in page.text
    assert "Locked: nobody pushes." in page.text
    (rule,) = rules()
    assert (rule.pattern, rule.rules.lock_branch, rule.rules.restricted) == (
        "release/*",
        True,
        False,
    )


def test_a_rule_names_the_people_who_push(signed_in, world, rules):
    bob = world.user("bob")
    page = add(signed_in, restricted="yes", users="Bob, octavia")
    assert "Pushed to by octavia, bob only." in page.text
    assert bob.id in rules()[0].rules.users
    page = add(signed_in, "other", restricted="yes", users="nobody")
    assert (page.status, "There is no account 'nobody'" in page.text) == (422, True)
    assert page.form("Create").value("pattern") == "other"


@pytest.mark.parametrize("pattern", ["", " ", "x" * 300, "a\tb"])
def test_a_pattern_that_is_none_is_told_at_the_field(signed_in, rules, pattern):
    assert add(signed_in, pattern).status == 422
    assert rules() == []


def test_a_pattern_has_one_rule(signed_in, rules):
    add(signed_in)
    assert "There is a rule for that pattern already" in add(signed_in).text
    add(signed_in, "other")
    signed_in.get(f"{RULES}/{rules()[1].id}")
    assert signed_in.press("Save changes", pattern="main").status == 422


def test_a_rule_is_changed_and_renamed(signed_in, rules):
    add(signed_in, allow_deletions="yes")
    page = signed_in.get(f"{RULES}/{rules()[0].id}")
    assert page.form("Save changes").value("allow_deletions") == "yes"
    page = signed_in.press("Save changes", pattern="ma*", enforce_admins="yes")
    assert "Holds for administrators as well." in page.text
    (rule,) = rules()
    assert (rule.pattern, rule.rules.allow_deletions, rule.rules.enforce_admins) == (
        "ma*",
        True,
        True,
    )


def test_a_rule_is_deleted_after_its_consequences_were_named(signed_in, rules):
    add(signed_in)
    page = signed_in.get(f"{RULES}/{rules()[0].id}/delete")
    assert "rewrite and delete these branches" in page.text
    assert "The rule for “main” was deleted." in signed_in.press("Delete this rule").text
    assert rules() == []


def test_rules_of_other_repositories_are_missing(signed_in, vault, rules):
    add(signed_in)
    number = rules()[0].id
    for path in (f"{number}", f"{number}/delete", "x", "0"):
        assert signed_in.get(f"/octavia/vault/settings/branches/{path}").status == 404


def test_nobody_but_who_runs_it_sees_them(signed_in, site, world, aqueduct):
    bob = world.user("bob")
    world.collaborator(aqueduct, bob, Role.WRITE)
    other = Browser(site)
    other.sign_in(bob)
    for path in (RULES, f"{RULES}/new"):
        assert other.get(path).status == 403
