"""What webhooks of organizations are told."""

import pytest

from watchword.access.gate import require
from watchword.access.roles import Role
from watchword.access.table import repositories as table
from watchword.access.table import teams as team_table
from watchword.access.table import webhooks as hook_table
from watchword.organizations import teams
from watchword.repositories import service
from watchword.webhooks import service as webhooks
from watchword.webhooks.model import ContentType
from watchword.webhooks.service import WantedConfig


@pytest.fixture
def guild(world, octavia):
    return world.organization("guild", octavia)


@pytest.fixture
def listen(world, hooks, guild, receiver):
    def make(*events):
        config = WantedConfig(receiver.url, ContentType.JSON)
        hooks.queue()

        def unit(work):
            org = work.organizations.by_id(guild.id, None)
            webhooks.create(
                work, require(world.operator, hook_table.CREATE_OF_ORG, org), config, events
            )

        world.write(unit)
        hooks.run()

    return make


def test_its_owner_gets_a_ping_with_the_organization(listen, receiver):
    listen("push")
    ping = receiver.of("ping")[0].payload
    assert (ping["hook"]["type"], ping["organization"]["login"]) == ("Organization", "guild")
    assert "repository" not in ping
    headers = receiver.received[0].headers
    assert headers["x-github-hook-installation-target-type"] == "organization"


def test_it_hears_of_each_of_its_repositories(listen, hooks, receiver, world, guild):
    listen("repository")
    made = world.repository(guild, "tool")

    def archive(work):
        found = work.repositories.by_id(made.id, None)
        service.archive(work, require(world.operator, table.ARCHIVE, found), archived=True)

    world.write(archive)
    hooks.run()
    told = [one.payload for one in receiver.of("repository")]
    assert [one["action"] for one in told] == ["created", "archived"]
    assert told[0]["repository"]["owner"]["login"] == told[0]["organization"]["login"] == "guild"


def test_it_hears_nothing_of_the_repositories_of_its_owner(listen, hooks, world, octavia):
    listen("*")
    world.repository(octavia, "mine")
    assert hooks.run() == 0


def test_it_hears_of_teams_and_who_is_in_them(listen, hooks, receiver, world, octavia, guild):
    listen("team", "team_add", "membership")
    tool, team = world.repository(guild, "tool"), world.team(guild, "Masons", octavia)

    def unit(work):
        from watchword.access.table import teams as teams_table
        from watchword.repositories import in_organization

        found = work.teams.by_id(team.id, None)
        grant = require(world.operator, teams_table.SET_REPOSITORY, found)
        target = work.repositories.by_id(tool.id, None)
        in_organization.let_team_work(work, grant, target, Role.WRITE)
        teams.delete(work, require(world.operator, team_table.DELETE, found))

    world.write(unit)
    hooks.run()
    actions = [one.payload["action"] for one in receiver.of("team")]
    assert "deleted" in actions
