"""Settings of an organization: its profile, what members may do, and its end."""

from typing import Final

from watchword.access.gate import Grant
from watchword.access.roles import BY_NAME, Role
from watchword.access.table import organizations as table
from watchword.kernel.errors import FieldError, Invalid
from watchword.kernel.words import N_
from watchword.organizations import service
from watchword.organizations.model import Organization
from watchword.organizations.names import LONGEST_DESCRIPTION
from watchword.organizations.service import SWITCHES, Profile
from watchword.surfaces.web.organizations.finding import org_of_path
from watchword.surfaces.web.rendering import Notice
from watchword.surfaces.web.route import Answer, Asked, Page, Redirect, View, page
from watchword.work.delete_organization import delete_organization
from watchword.work.unit import Work

SETTINGS: Final = "/organizations/{org}/settings"
PROFILE: Final = SETTINGS + "/profile"
PRIVILEGES: Final = SETTINGS + "/member_privileges"
DELETE: Final = SETTINGS + "/delete"
NOT_TYPED: Final = N_("Type the name of the organization to confirm.")
TEXTS: Final = ("name", "description", "company", "blog", "location", "billing_email")


def to_profile(_work: Work, grant: Grant[Organization], _asked: Asked) -> Answer:
    """Go to the first page of the settings."""
    return Redirect(_to(grant, "profile"))


def show_profile(_work: Work, grant: Grant[Organization], asked: Asked) -> Answer:
    """Show the form of the profile."""
    org = grant.target
    texts = {name: getattr(org, name) or "" for name in TEXTS}
    entry = asked.entry(**texts, email=org.public_email or "")
    values = {"org": org, "entry": entry, "longest": LONGEST_DESCRIPTION}
    return View("organizations/profile.html", values)


def update_profile(work: Work, grant: Grant[Organization], asked: Asked) -> Answer:
    """Change what the organization says of itself."""
    texts = {name: asked.sent.text(name) for name in TEXTS}
    service.update_profile(work, grant, Profile(**texts, public_email=asked.sent.text("email")))
    said = asked.say("The profile was updated.")
    return Redirect(_to(grant, "profile"), Notice("success", said))


def show_privileges(_work: Work, grant: Grant[Organization], asked: Asked) -> Answer:
    """Show what members may do."""
    org = grant.target
    on = {name: "yes" if getattr(org.members_may, name) else "" for name in SWITCHES}
    entry = asked.entry(**on, base_role=org.base_role.name.lower())
    return View("organizations/member_privileges.html", {"org": org, "entry": entry})


def update_privileges(work: Work, grant: Grant[Organization], asked: Asked) -> Answer:
    """Change what members may do."""
    told = asked.sent.text("base_role")
    role = Role.NONE if told == "none" else BY_NAME.get(told)
    if role is None:
        raise Invalid(FieldError("Organization", "base_role", "invalid"))
    service.set_base_role(work, grant, role)
    on = {name: asked.sent.text(name) == "yes" for name in SWITCHES}
    service.let_members(work, grant, on)
    said = asked.say("What members may do was changed.")
    return Redirect(_to(grant, "member_privileges"), Notice("success", said))


def show_delete(_work: Work, grant: Grant[Organization], asked: Asked) -> Answer:
    """Name what deleting means."""
    org = grant.target
    owned = org.public_repositories + org.private_repositories
    values = {"org": org, "entry": asked.entry(), "owned": owned}
    return View("organizations/delete.html", values)


def delete(work: Work, grant: Grant[Organization], asked: Asked) -> Answer:
    """Delete an organization with all that it owns."""
    org = grant.target
    if asked.sent.text("confirmation").strip().lower() != org.login.lower():
        raise Invalid(FieldError("Organization", "confirmation", "custom", NOT_TYPED))
    delete_organization(work, grant)
    said = asked.say("Organization “%(login)s” was deleted.", login=org.login)
    return Redirect("/", Notice("success", said))


def _to(grant: Grant[Organization], place: str) -> str:
    return f"/organizations/{grant.target.login}/settings/{place}"


READ: Final = table.READ_SETTINGS

PAGES: Final[list[Page]] = [
    page("GET", SETTINGS, READ, org_of_path, to_profile),
    page("GET", PROFILE, READ, org_of_path, show_profile),
    page("POST", PROFILE, table.UPDATE, org_of_path, update_profile, again=PROFILE),
    page("GET", PRIVILEGES, READ, org_of_path, show_privileges),
    page("POST", PRIVILEGES, table.UPDATE, org_of_path, update_privileges, again=PRIVILEGES),
    page("GET", DELETE, READ, org_of_path, show_delete),
    page("POST", DELETE, table.DELETE, org_of_path, delete, again=DELETE),
]
