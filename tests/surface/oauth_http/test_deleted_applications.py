"""What becomes of people's sign-ins when an application is deleted."""

from tests.oauth_client import code_of, lives, signed_in
from tests.world import actor_of
from watchword.access.gate import require
from watchword.access.kinds import Kind
from watchword.access.table import oauth as table
from watchword.oauth import apps

ENDED = "oauth_authorization.destroy"


def delete(world, app):
    def unit(work):
        found = work.applications.by_client_id(app.client_id)
        actor = actor_of(work.users.by_id(found.owner), kind=Kind.SESSION)
        apps.delete(work, require(actor, table.DELETE_APP, found))

    world.write(unit)


def test_its_tokens_are_dead_and_what_is_on_its_way_is_not_fetched(endpoints, world, octavia, app):
    token = signed_in(endpoints, octavia, app)["access_token"]
    code = code_of(world, octavia, app)
    delete(world, app)
    assert not lives(world, token)
    assert endpoints.error({**app.proof, "code": code}) == "incorrect_client_credentials"


def test_everybody_who_was_signed_in_has_the_end_in_their_log(endpoints, world, octavia, app):
    cassius = world.user("cassius")
    for person in (octavia, cassius):
        signed_in(endpoints, person, app)
    delete(world, app)
    facts = world.read(lambda work: work.events.latest(10, name=ENDED))
    assert {fact.body["user_id"] for fact in facts} == {octavia.id, cassius.id}
    assert {fact.body["reason"] for fact in facts} == {"the application was deleted"}
