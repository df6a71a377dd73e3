"""What webhooks of organizations are told."""

import pytest

from watchword.access.gate import require
from watchword.access.roles import Role
from watchword.access.table import repositories as table
from watchword.access.table import teams as team_table
from watchword.access.table import webhooks as hook_table
from watchword.organizations import members, teams
from watchword.organizations.model import OrgRole
from watchword.repositories import in_organization, service, transfer
from watchword.repositories.model import Visibility
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


def test_it_hears_that_a_repository_is_gone(listen, hooks, receiver, world, guild):
    made = world.repository(guild, "tool", Visibility.PRIVATE)
    listen("repository")

    def delete(work):
        found = work.repositories.by_id(made.id, None)
        service.delete(work, require(world.operator, table.DELETE, found))

    world.write(delete)
    hooks.run()
    (told,) = [one.payload for one in receiver.of("repository")]
    assert (told["action"], told["organization"]["login"]) == ("deleted", "guild")
    gone = told["repository"]
    assert (gone["id"], gone["full_name"], gone["private"]) == (made.id, "guild/tool", True)
    assert gone["created_at"] == "2027-01-15T08:00:00Z"


def test_it_hears_of_teams_and_who_is_in_them(listen, hooks, receiver, world, octavia, guild):
    tool, team = world.repository(guild, "tool"), world.team(guild, "Masons", octavia)
    listen("team", "team_add")

    def give(work):
        grant = require(world.operator, team_table.SET_REPOSITORY, work.teams.by_id(team.id, None))
        target = work.repositories.by_id(tool.id, None)
        in_organization.let_team_work(work, grant, target, Role.WRITE)

    def delete(work):
        found = work.teams.by_id(team.id, None)
        teams.delete(work, require(world.operator, team_table.DELETE, found))

    world.write(give)
    hooks.run()
    (added,) = [one.payload for one in receiver.of("team")]
    assert (added["action"], added["team"]["name"]) == ("added_to_repository", "Masons")
    assert added["repository"]["name"] == "tool"
    assert receiver.of("team_add")[0].payload["team"] == added["team"]
    world.write(delete)
    hooks.run()
    gone = receiver.of("team")[1].payload
    assert (gone["action"], gone["team"]) == ("deleted", {"id": team.id, "name": "Masons"})


def test_it_hears_who_comes_and_goes(listen, hooks, receiver, world, octavia, guild):
    bob = world.user("bob")
    listen("organization")

    def unit(work):
        org = work.organizations.by_id(guild.id, octavia.id)
        members.let_in(work, org, bob, OrgRole.MEMBER)

    world.write(unit)
    hooks.run()
    (told,) = [one.payload for one in receiver.of("organization")]
    assert (told["action"], told["membership"]["user"]["login"]) == ("member_added", "bob")
    assert told["membership"]["role"] == "member"


def test_a_transfer_is_told_with_who_owned_it(hooks, receiver, world, octavia, guild):
    made = world.repository(octavia, "tool")
    hooks.queue()
    hooks.make(made, receiver.url, "repository")

    def unit(work):
        found = work.repositories.by_id(made.id, None)
        grant = require(world.operator, table.TRANSFER, found)
        transfer.transfer(work, grant, transfer.Wanted("guild"))

    world.write(unit)
    hooks.run()
    (told,) = [one.payload for one in receiver.of("repository")]
    assert (told["action"], told["repository"]["full_name"]) == ("transferred", "guild/tool")
    assert told["changes"]["owner"]["from"]["user"]["login"] == "octavia"
    assert told["organization"]["login"] == "guild"
