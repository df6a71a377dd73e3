"""What somebody is to a repository of an organization: the most of all the ways there are."""

import pytest

from watchword.access.roles import Role
from watchword.kernel.pagination import PageRequest
from watchword.organizations.model import OrgRole
from watchword.organizations.team_model import Privacy
from watchword.repositories.model import Visibility
from watchword.repositories.ports import Affiliation, Listing

EVERY = PageRequest(size=100)


@pytest.fixture
def olga(world):
    return world.user("olga")


@pytest.fixture
def mila(world):
    return world.user("mila")


@pytest.fixture
def forum(world, olga):
    """An organization whose members may do nothing with its repositories by that alone."""
    return world.organization("forum", olga, base_role=Role.NONE.value)


@pytest.fixture
def vault(world, forum):
    return world.repository(forum, "vault", Visibility.PRIVATE)


def role(world, repository, user):
    found = world.read(lambda work: work.repositories.by_id(repository.id, user and user.id))
    return found.viewer_role


def listed(world, user, **more):
    listing = Listing(user and user.id, user and user.id, **more)
    page = world.read(lambda work: work.repositories.page(listing, EVERY))
    assert page.total == len(page.items)
    return [one.name for one in page.items]


def test_owners_administer_and_members_get_the_base_role(world, forum, vault, olga, mila):
    assert role(world, vault, olga) is Role.ADMIN
    assert role(world, vault, mila) is Role.NONE
    world.member(forum, mila)
    assert role(world, vault, mila) is Role.NONE
    for base in (Role.READ, Role.WRITE, Role.ADMIN):
        values = {"base_role": base.value}
        world.write(lambda work, values=values: work.organizations.update(forum.id, values, 1))
        assert role(world, vault, mila) is base
    assert role(world, vault, world.user("stranger")) is Role.NONE
    assert role(world, vault, None) is Role.NONE


def test_a_team_works_with_what_it_and_those_above_it_were_given(world, forum, vault, mila):
    world.member(forum, mila)
    top = world.team(forum, "top")
    middle = world.team(forum, "middle", parent=top)
    world.team(forum, "bottom", mila, parent=middle)
    other = world.repository(forum, "other", Visibility.PRIVATE)
    world.team_works(top, vault, Role.TRIAGE)
    assert role(world, vault, mila) is Role.TRIAGE
    world.team_works(middle, vault, Role.MAINTAIN)
    assert role(world, vault, mila) is Role.MAINTAIN
    assert role(world, other, mila) is Role.NONE


def test_who_is_above_gets_nothing_of_what_is_below(world, forum, vault, mila):
    world.member(forum, mila)
    top = world.team(forum, "top", mila)
    bottom = world.team(forum, "bottom", parent=top)
    world.team_works(bottom, vault, Role.ADMIN)
    assert role(world, vault, mila) is Role.NONE


def test_the_most_of_all_ways_counts(world, forum, vault, mila):
    world.member(forum, mila)
    world.collaborator(vault, mila, Role.READ)
    world.team_works(world.team(forum, "team", mila), vault, Role.WRITE)
    assert role(world, vault, mila) is Role.WRITE
    world.collaborator(vault, mila, Role.ADMIN)
    assert role(world, vault, mila) is Role.ADMIN


def test_a_team_of_another_organization_opens_nothing(world, olga, vault, mila):
    """What would be left of a team's work after a transfer."""
    curia = world.organization("curia", olga)
    world.member(curia, mila)
    world.team_works(world.team(curia, "team", mila), vault, Role.ADMIN)
    assert role(world, vault, mila) is Role.NONE


def test_a_team_that_moves_takes_its_family_along(world, forum, vault, mila):
    world.member(forum, mila)
    top, other = world.team(forum, "top"), world.team(forum, "other")
    middle = world.team(forum, "middle")
    world.team(forum, "bottom", mila, parent=middle)
    world.team_works(top, vault, Role.READ)
    world.team_works(other, vault, Role.WRITE)
    for parent, expected in ((top, Role.READ), (other, Role.WRITE), (None, Role.NONE)):
        number = parent and parent.id
        world.write(lambda work, number=number: work.teams.move(middle.id, number, work.now))
        assert role(world, vault, mila) is expected


def test_deleting_a_team_deletes_those_below_it(world, forum, vault, mila):
    world.member(forum, mila)
    top = world.team(forum, "top")
    bottom = world.team(forum, "bottom", mila, parent=top)
    world.team_works(bottom, vault, Role.READ)
    world.write(lambda work: work.teams.delete(top.id))
    assert world.read(lambda work: work.teams.by_id(bottom.id, None)) is None
    assert role(world, vault, mila) is Role.NONE


@pytest.mark.parametrize("keeps", [True, False])
def test_who_is_taken_out_is_in_no_team_any_more(world, forum, vault, mila, keeps):
    world.member(forum, mila)
    team = world.team(forum, "team", mila)
    world.team_works(team, vault, Role.WRITE)
    world.collaborator(vault, mila, Role.READ)
    world.write(
        lambda work: work.organizations.remove_member(forum.id, mila.id, keep_collaborations=keeps)
    )
    assert world.read(lambda work: work.teams.own_role(team.id, mila.id)) is None
    assert role(world, vault, mila) is (Role.READ if keeps else Role.NONE)
    outsiders = world.read(lambda work: work.organizations.outsiders(forum.id, EVERY))
    assert [one.login for one in outsiders.items] == (["mila"] if keeps else [])


def test_lists_hold_what_may_be_seen_and_why(world, forum, vault, olga, mila):
    world.repository(forum, "open")
    world.repository(forum, "inner", Visibility.INTERNAL)
    through = {"affiliations": frozenset({Affiliation.ORGANIZATION_MEMBER})}
    assert listed(world, olga, **through) == ["inner", "open", "vault"]
    assert listed(world, mila, **through) == []
    world.member(forum, mila)
    assert listed(world, mila, **through) == []
    world.team_works(world.team(forum, "team", mila), vault, Role.READ)
    assert listed(world, mila, **through) == ["vault"]
    of_forum = Listing(forum.id, mila.id, frozenset({Affiliation.OWNER}))
    page = world.read(lambda work: work.repositories.page(of_forum, EVERY))
    assert [one.name for one in page.items] == ["inner", "open", "vault"]
    of_forum = Listing(forum.id, None, frozenset({Affiliation.OWNER}))
    page = world.read(lambda work: work.repositories.page(of_forum, EVERY))
    assert [one.name for one in page.items] == ["open"]


def test_in_which_organizations_others_are_stays_concealed(world, forum, olga, mila):
    """Their public repositories would tell it."""
    world.repository(forum, "open")
    listing = Listing(olga.id, mila.id)
    page = world.read(lambda work: work.repositories.page(listing, EVERY))
    assert (page.items, page.total) == ([], 0)


def test_the_repositories_of_a_team_are_those_that_the_viewer_may_see(world, forum, olga, mila):
    world.member(forum, mila)
    top = world.team(forum, "top")
    team = world.team(forum, "team", parent=top)
    for name, one in (("first", top), ("second", team)):
        made = world.repository(forum, name, Visibility.PRIVATE)
        world.team_works(one, made, Role.READ)

    def of_team(viewer):
        listing = Listing(None, viewer.id, team=team.id)
        page = world.read(lambda work: work.repositories.page(listing, EVERY))
        return [one.name for one in page.items]

    assert of_team(olga) == ["first", "second"]
    assert of_team(mila) == []
    found = world.read(lambda work: work.teams.by_id(team.id, olga.id))
    assert found.repositories == 2


def test_teams_are_known_to_whom_they_concern(world, forum, olga, mila):
    world.member(forum, mila)
    stranger = world.user("stranger")
    world.team(forum, "closed")
    world.team(forum, "hidden", privacy=Privacy.SECRET)
    world.team(forum, "mine", mila, privacy=Privacy.SECRET)

    def known(viewer):
        page = world.read(lambda work: work.teams.page(forum.id, viewer and viewer.id, EVERY))
        return [one.slug for one in page.items]

    assert known(olga) == ["closed", "hidden", "mine"]
    assert known(mila) == ["closed", "mine"]
    assert known(stranger) == known(None) == []


def test_a_team_counts_the_members_of_those_below_it_once(world, forum, olga, mila):
    world.member(forum, mila)
    top = world.team(forum, "top", olga, mila)
    world.team(forum, "bottom", mila, parent=top)
    found = world.read(lambda work: work.teams.by_id(top.id, olga.id))
    assert found.members == 2
    page = world.read(lambda work: work.teams.members(top.id, EVERY))
    assert [(one.login, one.role.value) for one in page.items] == [
        ("mila", "member"),
        ("olga", "maintainer"),
    ]


def test_an_organization_is_no_person(world, forum):
    assert world.read(lambda work: work.users.by_login("forum")) is None
    assert world.read(lambda work: work.users.by_id(forum.id)) is None
    assert "forum" not in [one.login for one in world.read(lambda work: work.users.every())]


def test_what_others_may_know_of_memberships(world, forum, olga, mila):
    curia = world.organization("curia", olga)
    world.member(curia, mila, OrgRole.ADMIN)

    def of(viewer):
        page = world.read(lambda work: work.organizations.of(olga.id, viewer, EVERY))
        return [one.login for one in page.items]

    assert (of(olga.id), of(mila.id), of(None)) == (["curia", "forum"], [], [])
    shared = world.read(lambda work: work.organizations.shared(olga.id, mila.id, EVERY))
    assert [one.login for one in shared.items] == ["curia"]
    world.write(lambda work: work.organizations.publicize(forum.id, olga.id, public=True))
    assert (of(mila.id), of(None)) == (["forum"], ["forum"])
    alone = world.read(lambda work: work.organizations.owned_alone(olga.id))
    assert alone == ["forum"]


def test_facts_are_kept_under_the_organization_that_they_concern(world, forum, vault, database_url):
    import sqlalchemy as sa

    from watchword.storage.migrations.revisions import engine_of
    from watchword.storage.tables.work import events

    engine = engine_of(database_url)
    with engine.connect() as connection:
        found = connection.execute(
            sa.select(events.c.name).where(events.c.org_id == forum.id).order_by(events.c.id)
        )
        names = list(found.scalars())
    engine.dispose()
    assert names == ["org.create", "org.add_member", "repo.create"]
