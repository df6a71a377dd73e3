"""Personal access tokens (classic): the list, and the pages that make, change and end them."""

from typing import Final

from watchword.access.gate import Grant, require
from watchword.access.scopes import BY_NAME, Scope, parse
from watchword.access.table import tokens as table
from watchword.accounts.model import User
from watchword.authn.resolve import Caller
from watchword.kernel.errors import Conflict, FieldError, Invalid
from watchword.kernel.ids import TokenId
from watchword.kernel.words import N_
from watchword.surfaces.http_kit.route_table import Params
from watchword.surfaces.web import expiration, scope_tree
from watchword.surfaces.web.forms import Form, noting
from watchword.surfaces.web.new_secret import secret_page
from watchword.surfaces.web.rendering import Notice
from watchword.surfaces.web.route import (
    Answer,
    Asked,
    Page,
    Redirect,
    View,
    number,
    oneself,
    page,
)
from watchword.tokens import classic, lifecycle
from watchword.tokens.classic import LONGEST_NOTE, Wanted
from watchword.tokens.model import Token
from watchword.work.unit import Work

TOKENS: Final = "/settings/tokens"
NEW: Final = "/settings/tokens/new"
ONE: Final = "/settings/tokens/{token}"
REGENERATE: Final = "/settings/tokens/{token}/regenerate"
DELETE: Final = "/settings/tokens/{token}/delete"
REVOKE_ALL: Final = "/settings/tokens/revoke_all"
MOST_UNKNOWN: Final = 5
REPLACED: Final = N_("This token has another secret by now. Look at it again before you go on.")
NOT_TYPED: Final = N_("Type your username to confirm.")


def token_of_path(work: Work, _caller: Caller, params: Params) -> Token | None:
    """Find the classic token that the path names; one of an application is none of these pages'."""
    wanted = number(params["token"])
    token = None if wanted is None else work.tokens.by_id(TokenId(wanted))
    return token if token is not None and token.family is None else None


def to_tokens(_work: Work, _grant: Grant[User], _asked: Asked) -> Answer:
    """Go to the first page of the developer settings."""
    return Redirect(TOKENS)


def show_list(work: Work, grant: Grant[User], _asked: Asked) -> Answer:
    """List the tokens, those that live first."""
    mine = sorted(work.tokens.of(grant.target.id), key=lambda token: not token.is_live(work.now))
    live = sum(token.is_live(work.now) for token in mine)
    return View("tokens/list.html", {"tokens": mine, "live": live})


def show_new(_work: Work, _grant: Grant[User], asked: Asked) -> Answer:
    """Show the form of a new token; `?description=…&scopes=repo,gist` fills it in."""
    known, unknown = parse(asked.query.text("scopes"))
    if asked.form is not None:
        known, unknown = _scopes(asked.form), ()
    description = asked.query.text("description")[:LONGEST_NOTE]
    values = {
        "entry": asked.entry(description=description, expiration=expiration.DEFAULT),
        "scopes": scope_tree.tree(known),
        "unknown": [word[:40] for word in unknown[:MOST_UNKNOWN]],
        **expiration.choices(asked),
    }
    return View("tokens/new.html", values)


def create(work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """Make a token and show its secret, in the answer to the form and nowhere else.

    There is no redirect to a page with the secret: it would have to wait somewhere for that page.
    A reload sends the form again, and the note is taken by then.
    """
    complaints: list[FieldError] = []
    note, scopes, expires_at = asked.sent.text("description"), asked.sent.all("scopes"), None
    # All that is wrong is told at once, not one thing after the other.
    with noting(complaints):
        classic.check_note(note)
    with noting(complaints):
        expires_at = expiration.read(asked.sent, asked.now)
    if complaints:
        raise Invalid(*complaints)
    wanted = Wanted(note, tuple(map(Scope, scopes)), expires_at)
    token, secret = classic.create(work, grant, wanted, asked.services.token_prefix)
    return secret_page(work, asked, token, secret)


def show_one(_work: Work, grant: Grant[Token], asked: Asked) -> Answer:
    """Show a token and the form on which note and scopes are changed."""
    token = grant.target
    values = {
        "token": token,
        "entry": asked.entry(description=token.note),
        "scopes": scope_tree.tree(token.scopes if asked.form is None else _scopes(asked.form)),
    }
    return View("tokens/edit.html", values)


def update(work: Work, grant: Grant[Token], asked: Asked) -> Answer:
    """Change note and scopes; a wider set asks for the password."""
    scopes = classic.check_scopes(map(Scope, asked.sent.all("scopes")))
    if classic.is_wider(grant.target, scopes):
        grant = require(asked.caller.actor, table.WIDEN, grant.target)
    note = asked.sent.text("description")
    classic.update(work, grant, note, scopes)
    said = asked.say("Token “%(note)s” was updated.", note=note.strip())
    return Redirect(TOKENS, Notice("success", said))


def show_regenerate(_work: Work, grant: Grant[Token], asked: Asked) -> Answer:
    """Show the form on which a token gets a new secret and a new end."""
    entry = asked.entry(expiration=expiration.DEFAULT)
    values = {"token": grant.target, "entry": entry, **expiration.choices(asked)}
    return View("tokens/regenerate.html", values)


def regenerate(work: Work, grant: Grant[Token], asked: Asked) -> Answer:
    """Give the token a new secret and show it.

    The form says which secret it is about to replace, so that a reload, which sends it again, does
    not kill the secret that was just copied. Raises Conflict.
    """
    if asked.sent.text("last_eight") != grant.target.last_eight:
        raise Conflict(REPLACED)
    expires_at = expiration.read(asked.sent, asked.now)
    secret = classic.regenerate(work, grant, expires_at, asked.services.token_prefix)
    token = work.tokens.by_id(grant.target.id)
    return secret_page(work, asked, token or grant.target, secret)


def show_delete(work: Work, grant: Grant[Token], _asked: Asked) -> Answer:
    """Name what deleting the token means."""
    keys = work.public_keys.made_by_token(grant.target.id)
    return View("tokens/delete.html", {"token": grant.target, "keys": keys})


def delete(work: Work, grant: Grant[Token], asked: Asked) -> Answer:
    """End a token and take it out of the list."""
    lifecycle.delete(work, grant)
    said = asked.say("Token “%(note)s” was deleted.", note=grant.target.note)
    return Redirect(TOKENS, Notice("success", said))


def show_revoke_all(work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """Name what revoking all tokens means."""
    live = [token for token in work.tokens.of(grant.target.id) if token.is_live(work.now)]
    if not live:
        return Redirect(TOKENS, Notice("info", asked.say("You have no token that works.")))
    return View("tokens/revoke_all.html", {"live": live, "entry": asked.entry()})


def revoke_all(work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """End all tokens that live; they stay in the list."""
    if asked.sent.text("confirmation").strip().lower() != grant.target.login.lower():
        raise Invalid(FieldError("User", "confirmation", "custom", NOT_TYPED))
    count = lifecycle.revoke_all(work, grant)
    some = asked.translator.some
    said = some("One token was revoked.", "%(num)s tokens were revoked.", count)
    return Redirect(TOKENS, Notice("success", said))


def _scopes(form: Form) -> tuple[Scope, ...]:
    """The scopes that a form has ticked, as far as there are such."""
    return tuple(Scope(name) for name in form.all("scopes") if name in BY_NAME)


PAGES: list[Page] = [
    page("GET", "/settings/apps", table.LIST, oneself, to_tokens),
    page("GET", TOKENS, table.LIST, oneself, show_list),
    page("GET", NEW, table.LIST, oneself, show_new),
    page("POST", TOKENS, table.CREATE, oneself, create, again=NEW),
    page("GET", ONE, table.READ, token_of_path, show_one),
    page("POST", ONE, table.UPDATE, token_of_path, update, again=ONE),
    page("GET", REGENERATE, table.READ, token_of_path, show_regenerate),
    page("POST", REGENERATE, table.REGENERATE, token_of_path, regenerate, again=REGENERATE),
    page("GET", DELETE, table.READ, token_of_path, show_delete),
    page("POST", DELETE, table.REVOKE, token_of_path, delete),
    page("GET", REVOKE_ALL, table.LIST, oneself, show_revoke_all),
    page("POST", REVOKE_ALL, table.REVOKE_ALL, oneself, revoke_all, again=REVOKE_ALL),
]
