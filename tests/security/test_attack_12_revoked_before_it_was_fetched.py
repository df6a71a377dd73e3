"""Attack 12, in time: what somebody said yes to is revoked before the application fetched it.

Attack: hold a code, or a device that was approved, back until its person has revoked the
application, and fetch the token after that.
What is verified: a revocation, by the person, by the application's maker, by the operator or by the
application itself, ends what is on its way as well; what others are about to get stays.
"""

import pytest

from tests.consent import device_asks, polled
from tests.oauth_client import Endpoints, code_of, registered, signed_in
from tests.world import actor_of
from watchword.access.gate import require
from watchword.access.kinds import Kind
from watchword.access.table import oauth as table
from watchword.oauth import apps, device, revoke


@pytest.fixture
def endpoints(world):
    return Endpoints(world)


@pytest.fixture
def maker(world):
    return world.user("maker")


@pytest.fixture
def app(world, maker):
    return registered(world, maker)


@pytest.fixture
def brutus(world):
    return world.user("brutus")


def approved(world, person, app):
    """A device that the person let in, and that did not ask since."""
    asked = device_asks(world, app.client_id, "gist")

    def unit(work):
        actor = actor_of(person, kind=Kind.SESSION, sudo=True)
        found = device.find(work, asked.begun.user_code)
        device.approve(work, require(actor, table.APPROVE_DEVICE, person), found.id, ())

    world.write(unit)
    return asked


def by_the_person(endpoints, brutus, app, token):
    def unit(work):
        actor = actor_of(brutus, kind=Kind.SESSION)
        grant = require(actor, table.REVOKE_AUTHORIZED, brutus)
        revoke.application(work, grant, work.applications.by_client_id(app.client_id).id)

    endpoints.world.write(unit)


def all_by_the_person(endpoints, brutus, app, token):
    def unit(work):
        grant = require(actor_of(brutus, kind=Kind.SESSION), table.REVOKE_AUTHORIZED, brutus)
        revoke.everything(work, grant)

    endpoints.world.write(unit)


def by_its_maker(endpoints, brutus, app, token):
    def unit(work):
        found = work.applications.by_client_id(app.client_id)
        actor = actor_of(work.users.by_login("maker"), kind=Kind.SESSION)
        apps.revoke_all(work, require(actor, table.REVOKE_ALL_OF_APP, found))

    endpoints.world.write(unit)


def by_the_operator(endpoints, brutus, app, token):
    def unit(work):
        found = work.applications.by_client_id(app.client_id)
        apps.revoke_all(work, require(endpoints.world.operator, table.SWITCH_APP, found))

    endpoints.world.write(unit)


def by_the_application(endpoints, brutus, app, token):
    assert endpoints.of_token(app, "DELETE", "grant", token).status == 204


ALL = [by_the_person, all_by_the_person, by_its_maker, by_the_operator, by_the_application]


@pytest.mark.parametrize("ended", ALL, ids=lambda ended: ended.__name__)
def test_nothing_is_fetched_after_a_revocation(world, endpoints, brutus, app, ended):
    token = str(signed_in(endpoints, brutus, app)["access_token"])
    code = code_of(world, brutus, app)
    asked = approved(world, brutus, app)
    ended(endpoints, brutus, app, token)
    assert endpoints.error({**app.proof, "code": code}) == "bad_verification_code"
    assert polled(world, asked) == "access_denied"
    assert world.read(lambda work: work.sign_ins.families_of(brutus.id)) == []


def test_what_others_are_about_to_get_stays(world, endpoints, maker, brutus, app):
    token = str(signed_in(endpoints, brutus, app)["access_token"])
    of_another_person = code_of(world, maker, app)
    another = registered(world, maker, "Museum")
    of_another_application = code_of(world, brutus, another)
    nobody_s = device_asks(world, app.client_id, "gist")
    by_the_person(endpoints, brutus, app, token)
    assert endpoints.token({**app.proof, "code": of_another_person})["access_token"]
    assert endpoints.token({**another.proof, "code": of_another_application})["access_token"]
    assert polled(world, nobody_s) == "authorization_pending"
