"""When a client secret was last used, by which its owner tells whether it can be deleted."""

import pytest

from tests.oauth_client import signed_in


def last_used(world, app):
    def unit(work):
        found = work.applications.by_client_id(app.client_id)
        return [one.last_used_at for one in work.applications.secrets_of(found.id)]

    return world.read(unit)


def test_a_secret_that_only_asks_about_tokens_is_in_use(endpoints, world, octavia, app):
    token = str(signed_in(endpoints, octavia, app)["access_token"])
    world.clock.now += 60
    assert endpoints.of_token(app, "POST", "token", token).status == 200
    assert last_used(world, app) == [world.clock.now]


@pytest.mark.parametrize("secret", ["", "0" * 40], ids=["none", "wrong"])
def test_who_does_not_know_it_does_not_use_it(endpoints, world, app, secret):
    assert endpoints.of_token(app, "POST", "token", "gho_", secret=secret).status == 401
    assert last_used(world, app) == [None]
