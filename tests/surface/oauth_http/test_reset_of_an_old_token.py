"""A token that dies unused, and is given another secret long after it was made."""

from tests.consent import switch
from tests.oauth_client import IDLE, lives, signed_in
from watchword.tokens.ports import Used


def test_a_reset_token_has_its_whole_time_again(endpoints, world, octavia, app):
    token = str(signed_in(endpoints, octavia, app)["access_token"])
    world.clock.now += IDLE - 1
    number = world.caller(token).token.id
    world.write(lambda work: work.tokens.note_usage([Used(number, work.now, "192.0.2.1")]))
    world.clock.now += 1
    told = endpoints.of_token(app, "PATCH", "token", token).json
    assert lives(world, told["token"])
    world.clock.now += IDLE - 1
    assert lives(world, told["token"])
    world.clock.now += 1
    assert not lives(world, told["token"])


def test_an_application_that_was_switched_off_gets_no_other_secret(endpoints, world, octavia, app):
    token = str(signed_in(endpoints, octavia, app)["access_token"])
    switch(world, app.client_id, on=False)
    assert endpoints.of_token(app, "PATCH", "token", token).status == 404
    assert endpoints.of_token(app, "DELETE", "token", token).status == 204


def test_a_suspended_person_s_token_gets_no_other_secret(endpoints, world, octavia, app):
    token = str(signed_in(endpoints, octavia, app)["access_token"])
    world.write(lambda work: work.users.suspend(octavia.id, work.now))
    assert endpoints.of_token(app, "PATCH", "token", token).status == 404
