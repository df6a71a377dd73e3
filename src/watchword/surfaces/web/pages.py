"""All pages: the table that the application is built from."""

from watchword.surfaces.web import (
    applications,
    audit_log,
    developer_apps,
    emails,
    following,
    front,
    helping,
    keys,
    profile,
    searching,
    security,
    signing_in,
    tokens,
)
from watchword.surfaces.web.consent import authorize, device
from watchword.surfaces.web.gists import making as gist_making
from watchword.surfaces.web.gists import showing as gists
from watchword.surfaces.web.organizations import rows as organizations
from watchword.surfaces.web.repository import (
    branch_rules,
    collaborators,
    commit,
    danger,
    deploy_keys,
    files,
    folders,
    history,
    hooks,
    invitations,
    making,
    names,
    owner,
    releases,
    running,
    secret_alerts,
)
from watchword.surfaces.web.route import Page
from watchword.surfaces.web.site_admin import rows as site_admin

PAGES: list[Page] = [
    *front.PAGES,
    *searching.PAGES,
    *helping.PAGES,
    *signing_in.PAGES,
    *authorize.PAGES,
    *device.PAGES,
    *profile.PAGES,
    *emails.PAGES,
    *following.PAGES,
    *security.PAGES,
    *audit_log.PAGES,
    *applications.PAGES,
    *developer_apps.PAGES,
    *tokens.PAGES,
    *keys.PAGES,
    *gist_making.PAGES,
    *gists.PAGES,
    *site_admin.PAGES,
    *making.PAGES,
    *organizations.PAGES,
    *owner.PAGES,
    *folders.PAGES,
    *files.PAGES,
    *history.PAGES,
    *commit.PAGES,
    *names.PAGES,
    *releases.PAGES,
    *running.PAGES,
    *danger.PAGES,
    *collaborators.PAGES,
    *deploy_keys.PAGES,
    *branch_rules.PAGES,
    *hooks.PAGES,
    *invitations.PAGES,
    *secret_alerts.PAGES,
]
