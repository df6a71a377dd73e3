"""Names of events that a webhook may be told of (GHES behaviour)."""

from typing import Final

from watchword.kernel.words import N_
from watchword.webhooks.model import Level

ALL: Final = "*"
PING: Final = "ping"
"""Is sent whatever a webhook listens to."""

TOLD: Final[dict[str, str]] = {
    "push": N_("Commits were pushed, or a branch or tag was made or deleted"),
    "commit_comment": N_("Somebody wrote below a commit"),
    "create": N_("A branch or tag was made"),
    "delete": N_("A branch or tag was deleted"),
    "deployment": N_("A deployment was made"),
    "deployment_status": N_("The status of a deployment changed"),
    "fork": N_("The repository was forked"),
    "member": N_("A collaborator was added, changed or removed"),
    "membership": N_("Somebody joined or left a team"),
    "organization": N_("Somebody was invited to, joined or left the organization"),
    "public": N_("The repository became public"),
    "release": N_("A release was made, changed or deleted"),
    "repository": N_("The repository was made, changed, renamed, archived, transferred or deleted"),
    "secret_scanning_alert": N_("A secret was found in what was pushed, or an alert was resolved"),
    "secret_scanning_alert_location": N_("A secret was found in one more place"),
    "star": N_("Somebody marked the repository with a star, or took the star away"),
    "status": N_("The status of a commit changed"),
    "team": N_("A team was made, changed or deleted"),
    "team_add": N_("A team got a repository"),
    "watch": N_("Somebody marked the repository with a star; the older name of that"),
}
"""Events that happen on this server, and what they tell."""
OF_ORGANIZATIONS_ONLY: Final = frozenset({"membership", "org_block", "organization", "team"})
NEVER_HERE: Final = frozenset(
    """
    branch_protection_configuration branch_protection_rule check_run check_suite
    code_scanning_alert custom_property custom_property_values dependabot_alert
    deploy_key deployment_protection_rule deployment_review discussion discussion_comment gollum
    issue_comment issue_dependencies issues label merge_group meta milestone org_block package
    page_build project project_card project_column projects_v2 projects_v2_item
    projects_v2_status_update pull_request pull_request_review pull_request_review_comment
    pull_request_review_thread registry_package repository_advisory repository_dispatch
    repository_import repository_ruleset repository_vulnerability_alert secret_scanning_scan
    security_advisory security_and_analysis sub_issues workflow_dispatch workflow_job workflow_run
    """.split()
)
"""Names that clients send along, of things that this server does not have: taken, never sent."""


def possible(level: Level) -> frozenset[str]:
    """What a webhook of that level may listen to."""
    every = frozenset(TOLD) | NEVER_HERE | {ALL, PING}
    return every if level is Level.ORGANIZATION else every - OF_ORGANIZATIONS_ONLY


def offered(level: Level) -> dict[str, str]:
    """What the form offers: names of events that happen here, with what they tell."""
    return {name: text for name, text in TOLD.items() if name in possible(level)}
