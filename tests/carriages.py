"""Attack 1: every way in which a credential can be carried, and every state it can be in."""

import base64

from tests.sign_ins import application, sign_in
from tests.world import NOON, World
from watchword.access.gate import require
from watchword.access.table import tokens as token_table
from watchword.accounts.model import User
from watchword.tokens import lifecycle


def basic(name: str, password: str) -> str:
    """The value of HTTP Basic."""
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


CARRIAGES = {
    "token": lambda secret: f"token {secret}",
    "TOKEN": lambda secret: f"TOKEN {secret}",
    "Bearer": lambda secret: f"Bearer {secret}",
    "bearer": lambda secret: f"bearer  {secret}",
    "password": lambda secret: basic("octavia", secret),
    "password of x-access-token": lambda secret: basic("x-access-token", secret),
    "user name": lambda secret: basic(secret, ""),
    "user name of x-oauth-basic": lambda secret: basic(secret, "x-oauth-basic"),
}
SCOPES = {
    "no scope": (),
    "public_repo": ("public_repo",),
    "repo": ("repo",),
    "delete_repo": ("delete_repo",),
    "everything": ("repo", "user", "delete_repo", "admin:org", "site_admin"),
}
GRANTED = {
    "application without scope": (),
    "application with public_repo": ("public_repo",),
    "application with repo": ("repo",),
}
"""What an application was granted by the same person."""
LIVE = (*SCOPES, *GRANTED)
DEAD = ("expired", "revoked", "unknown", "misspelt", "suspended")


def credentials(world: World) -> tuple[User, dict[str, str]]:
    """Octavia, and secrets of hers by what they carry; some carry nothing any more."""
    octavia, banned = world.user("octavia"), world.user("banned")
    made = {name: world.token(octavia, *scopes)[1].text for name, scopes in SCOPES.items()}
    client = application(world, octavia).client_id
    for name, scopes in GRANTED.items():
        made[name] = sign_in(world, octavia, client, *scopes).secret.text
    made["expired"] = world.token(octavia, "repo", expires_at=NOON + 1)[1].text
    revoked, secret = world.token(octavia, "repo")
    made["revoked"] = secret.text
    world.write(
        lambda work: lifecycle.revoke(work, require(world.operator, token_table.REVOKE, revoked))
    )
    made["suspended"] = world.token(banned, "repo")[1].text
    world.suspend(banned)
    deleted, secret = world.token(octavia, "repo")
    made["unknown"] = secret.text
    world.write(
        lambda work: lifecycle.delete(work, require(world.operator, token_table.REVOKE, deleted))
    )
    made["misspelt"] = made["repo"][:-1] + ("x" if made["repo"][-1] != "x" else "y")
    world.clock.now += 1
    return octavia, made
