"""Settings of a repository, branches: the rules that protect them."""

from typing import Final

from watchword.access.gate import Grant
from watchword.access.table import protection as table
from watchword.kernel.errors import NotFound
from watchword.repositories import protecting
from watchword.repositories.model import Repository
from watchword.repositories.protection import Protection, ProtectionRules
from watchword.surfaces.web.forms import Form
from watchword.surfaces.web.rendering import Notice
from watchword.surfaces.web.repository.finding import at_present_name, by_name, head
from watchword.surfaces.web.repository.running import SETTINGS
from watchword.surfaces.web.route import Answer, Asked, Page, Redirect, View, number, page
from watchword.work.unit import Work

RULES: Final = SETTINGS + "/branches"
NEW: Final = RULES + "/new"
ONE: Final = RULES + "/{rule}"
DELETE: Final = ONE + "/delete"
SWITCHES: Final = (
    "restricted",
    "block_creations",
    "lock_branch",
    "enforce_admins",
    "allow_force_pushes",
    "allow_deletions",
)


def show(work: Work, grant: Grant[Repository], asked: Asked) -> Answer:
    """List the rules."""
    rules = [
        (one, ", ".join(filter(None, (_logins(work, one), _slugs(work, one)))))
        for one in work.protections.of(grant.target.id)
    ]
    return View("repository/branch_rules.html", {"head": head(grant.target, asked), "rules": rules})


def show_new(_work: Work, grant: Grant[Repository], asked: Asked) -> Answer:
    """Show the form of a new rule."""
    entry = asked.entry(pattern=asked.query.text("branch"))
    return _form(grant, asked, {"entry": entry, "rule": None})


def add(work: Work, grant: Grant[Repository], asked: Asked) -> Answer:
    """Make a rule."""
    made = protecting.add(work, grant, asked.sent.text("pattern"), _rules(work, grant, asked.sent))
    return _said(grant, asked.say("“%(pattern)s” is protected.", pattern=made.pattern))


def show_one(work: Work, grant: Grant[Repository], asked: Asked) -> Answer:
    """Show a rule and the form on which it is changed."""
    rule = _rule(work, grant, asked)
    ticked = {name: "yes" for name in SWITCHES if getattr(rule.rules, name)}
    entry = asked.entry(
        pattern=rule.pattern, users=_logins(work, rule), teams=_slugs(work, rule), **ticked
    )
    return _form(grant, asked, {"entry": entry, "rule": rule})


def change(work: Work, grant: Grant[Repository], asked: Asked) -> Answer:
    """Change a rule."""
    rule = _rule(work, grant, asked)
    protecting.change(work, grant, rule, _rules(work, grant, asked.sent))
    pattern = asked.sent.text("pattern")
    protecting.rename(work, grant, rule, pattern)
    return _said(grant, asked.say("The rule for “%(pattern)s” was changed.", pattern=pattern))


def show_delete(work: Work, grant: Grant[Repository], asked: Asked) -> Answer:
    """Name what deleting a rule means."""
    values = {"head": head(grant.target, asked), "rule": _rule(work, grant, asked)}
    return View("repository/delete_branch_rule.html", values)


def delete(work: Work, grant: Grant[Repository], asked: Asked) -> Answer:
    """Delete a rule."""
    rule = _rule(work, grant, asked)
    protecting.remove(work, grant, rule)
    said = asked.say("The rule for “%(pattern)s” was deleted.", pattern=rule.pattern)
    return _said(grant, said)


def _form(grant: Grant[Repository], asked: Asked, values: dict[str, object]) -> View:
    around = {"head": head(grant.target, asked), "longest": protecting.LONGEST}
    return View("repository/branch_rule.html", values | around)


def _rule(work: Work, grant: Grant[Repository], asked: Asked) -> Protection:
    """Find the rule that the path names, among those of the repository. Raises NotFound."""
    wanted = number(asked.params["rule"])
    for one in work.protections.of(grant.target.id):
        if one.id == wanted:
            return one
    raise NotFound


def _rules(work: Work, grant: Grant[Repository], sent: Form) -> ProtectionRules:
    ticked = frozenset(name for name in SWITCHES if sent.text(name) == "yes")
    restricted = "restricted" in ticked
    logins = sent.text("users").replace(",", " ").split() if restricted else []
    slugs = sent.text("teams").replace(",", " ").split() if restricted else []
    return ProtectionRules(
        restricted=restricted,
        users=protecting.people(work, logins),
        teams=protecting.teams(work, grant, slugs),
        block_creations="block_creations" in ticked,
        lock_branch="lock_branch" in ticked,
        enforce_admins="enforce_admins" in ticked,
        allow_force_pushes="allow_force_pushes" in ticked,
        allow_deletions="allow_deletions" in ticked,
    )


def _logins(work: Work, rule: Protection) -> str:
    users = (work.users.by_id(one) for one in rule.rules.users)
    return ", ".join(user.login for user in users if user is not None)


def _slugs(work: Work, rule: Protection) -> str:
    teams = (work.teams.by_id(one, None) for one in rule.rules.teams)
    return ", ".join(team.slug for team in teams if team is not None)


def _said(grant: Grant[Repository], text: str) -> Redirect:
    return Redirect(f"/{grant.target.full_name}/settings/branches", Notice("success", text))


READING: Final = at_present_name(table.READ)

PAGES: Final[list[Page]] = [
    page("GET", RULES, table.READ, READING, show),
    page("GET", NEW, table.READ, READING, show_new),
    page("POST", RULES, table.SET, by_name, add, again=NEW),
    page("GET", ONE, table.READ, READING, show_one),
    page("POST", ONE, table.SET, by_name, change, again=ONE),
    page("GET", DELETE, table.READ, READING, show_delete),
    page("POST", DELETE, table.REMOVE, by_name, delete),
]
