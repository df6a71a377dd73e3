"""Settings of a person: public profile, account, appearance."""

from watchword.access.gate import Grant
from watchword.access.table import accounts as table
from watchword.accounts import profile, service
from watchword.accounts.model import User
from watchword.surfaces.locale.translator import translators
from watchword.surfaces.web.language import known
from watchword.surfaces.web.rendering import Notice
from watchword.surfaces.web.route import Answer, Asked, Page, Redirect, View, oneself, page
from watchword.work.unit import Work

PROFILE = "/settings/profile"
APPEARANCE = "/settings/appearance"
TEXTS = ("name", "bio", "company", "location", "blog", "twitter_username")


def to_profile(_work: Work, _grant: Grant[User], _asked: Asked) -> Answer:
    """Go to the first page of the settings."""
    return Redirect(PROFILE)


def show_profile(work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """Show the form of the profile."""
    user = grant.target
    texts = {field: getattr(user, field) or "" for field in TEXTS}
    texts["language"] = user.language or ""
    hireable = "yes" if user.hireable else ""
    entry = asked.entry(**texts, email=user.public_email or "", hireable=hireable)
    mine = [
        email.address
        for email in work.emails.of(user.id)
        if email.primary or email.verified_at is not None
    ]
    none = ("", asked.say("Show no address"))
    emails = [none, *((address, address) for address in mine)]
    return View("settings/profile.html", {"entry": entry, "emails": emails})


def update_profile(work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """Change what a person says of themselves."""
    changes: dict[str, profile.Value] = {
        field: asked.sent.text(field) for field in (*TEXTS, "email") if field in asked.sent
    }
    # A box that was not ticked is not sent.
    profile.update(work, grant, {**changes, "hireable": asked.sent.text("hireable") == "yes"})
    return Redirect(PROFILE, Notice("success", asked.say("Your profile was updated.")))


def show_account(_work: Work, _grant: Grant[User], _asked: Asked) -> Answer:
    """Show what the operator set."""
    return View("settings/account.html")


def show_appearance(_work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """Show the form of theme and language."""
    user = grant.target
    entry = asked.entry(theme=user.theme, language=user.language or "")
    return View("settings/appearance.html", {"entry": entry})


def update_appearance(work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """Change theme and language."""
    language = known(asked.sent.text("language"))
    theme = asked.sent.text("theme")
    service.update_appearance(work, grant, theme=theme, language=language or None)
    say = translators()[language] if language else asked.say
    said = Notice("success", say("Your appearance was saved."))
    return Redirect(APPEARANCE, said, language=language)


PAGES: list[Page] = [
    page("GET", "/settings", table.READ_SELF, oneself, to_profile),
    page("GET", PROFILE, table.UPDATE_PROFILE, oneself, show_profile),
    page("POST", PROFILE, table.UPDATE_PROFILE, oneself, update_profile, again=PROFILE),
    page("GET", "/settings/admin", table.READ_SELF, oneself, show_account),
    page("GET", APPEARANCE, table.UPDATE_PROFILE, oneself, show_appearance),
    page("POST", APPEARANCE, table.UPDATE_PROFILE, oneself, update_appearance, again=APPEARANCE),
]
