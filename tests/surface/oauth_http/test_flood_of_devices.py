"""Devices that begin and begin: each costs a row, and nobody has to prove anything for it."""

import pytest

from tests.consent import GITHUB_CLI
from tests.oauth_client import DEVICE
from watchword.authn.throttle import DEVICES, MINUTE

GH = {"client_id": GITHUB_CLI, "scope": "gist"}


def begin(endpoints):
    return endpoints.post(DEVICE, GH, ("accept", "application/json"))


def test_one_network_begins_so_many_in_a_minute_and_no_more(world, endpoints):
    assert all("device_code" in begin(endpoints).json for _ in range(DEVICES))
    refused = begin(endpoints)
    assert refused.status == 429
    assert int(refused.header("retry-after")) == MINUTE
    world.clock.now += MINUTE
    assert "device_code" in begin(endpoints).json


@pytest.mark.parametrize("path", ["/login/oauth/access_token", "/api/v3/authorizations"])
def test_what_else_is_asked_there_does_not_count(endpoints, path):
    for _ in range(DEVICES):
        begin(endpoints)
    assert endpoints.post(path, {}).status in {200, 403}


def test_other_networks_go_on(endpoints):
    for _ in range(DEVICES + 1):
        begin(endpoints)
    endpoints.address = "198.51.100.1"
    assert "device_code" in begin(endpoints).json
