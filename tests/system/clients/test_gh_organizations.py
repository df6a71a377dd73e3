"""GitHub's command line client lists organizations and makes repositories that they own."""

import json

import pytest

from tests import sign_ins
from tests.gh import Gh
from tests.named_server import HOST
from watchword.organizations.model import OrgRole

SCOPES = "repo,read:org,gist"


@pytest.fixture
def gh(at_machine, recorder, server):
    """gh of somebody who owns the organization `forum` and is a member of `curia`."""
    server.add_user("olga")
    server.add_user("other")
    with sign_ins.inside(server.data) as folder:
        olga, other = folder.person("olga"), folder.person("other")

        def unit(work):
            for login, owner in (("forum", olga), ("curia", other)):
                made = work.organizations.add(login, None, None, work.now)
                work.organizations.set_member(made, owner.id, OrgRole.ADMIN, work.now)
            work.organizations.set_member(made, olga.id, OrgRole.MEMBER, work.now)

        folder.write(unit)
    made = Gh(at_machine(recorder))
    made.takes(server.token("olga", SCOPES))
    return made


def test_gh_lists_organizations_and_makes_repositories_there(gh):
    assert gh.says("org", "list").splitlines() == ["curia", "forum"]
    made = gh.says("repo", "create", "forum/things", "--internal")
    assert made == f"https://{HOST}/forum/things"
    begun = gh.says("repo", "create", "forum/begun", "--private", "--add-readme")
    assert begun == f"https://{HOST}/forum/begun"
    gh.says("api", "--method", "POST", "/orgs/forum/teams", "-f", "name=guards", status=1)
    listed = json.loads(gh.says("repo", "list", "forum", "--json", "name,isInOrganization"))
    assert sorted((one["name"], one["isInOrganization"]) for one in listed) == [
        ("begun", True),
        ("things", True),
    ]
    told = json.loads(gh.says("api", "/orgs/forum/repos?type=internal"))
    assert [one["name"] for one in told] == ["things"]
    assert json.loads(gh.says("api", "/user/memberships/orgs/forum"))["role"] == "admin"
