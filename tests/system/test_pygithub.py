"""PyGithub, unmodified, against the real server: what programs in Python do."""

from io import BytesIO

import pytest
from github import (
    Auth,
    Github,
    GithubException,
    InputFileContent,
    InputGitTreeElement,
    UnknownObjectException,
)

from tests.real_clients import soon
from tests.ssh import ed25519_line

PASSWORD = "correct horse battery"
ALL = (
    "repo,user,gist,admin:org,admin:public_key,admin:repo_hook,admin:org_hook,delete_repo,"
    "notifications,site_admin"
)


@pytest.fixture(scope="module")
def signed_in(server):
    """Clients by account: `signed_in("octavia")`."""
    made = {}

    def client(login):
        if login not in made:
            server.add_user(login, PASSWORD, "--site-admin")
            made[login] = Github(
                base_url=f"{server.url}/api/v3",
                auth=Auth.Token(server.token(login, ALL)),
                verify=str(server.ca),
                retry=None,
                seconds_between_requests=None,
                seconds_between_writes=None,
            )
        return made[login]

    yield client
    for one in made.values():
        one.close()


@pytest.fixture
def octavia(signed_in):
    return signed_in("octavia")


@pytest.fixture
def bob(signed_in):
    return signed_in("bob")


def missing(ask):
    """Whether what is asked for is not there."""
    try:
        ask()
    except UnknownObjectException:
        return True
    return False


def test_contents_and_commits(octavia):
    repo = octavia.get_user().create_repo("contents", auto_init=True)
    made = repo.create_file("notes/a.txt", "Begin", "one\n")
    read = repo.get_contents("notes/a.txt")
    assert (read.decoded_content, read.sha) == (b"one\n", made["content"].sha)
    repo.update_file("notes/a.txt", "Go on", "two\n", read.sha)
    with pytest.raises(GithubException) as stale:
        repo.update_file("notes/a.txt", "Too late", "three\n", read.sha)
    assert stale.value.status == 409
    assert [one.commit.message for one in repo.get_commits()] == [
        "Go on",
        "Begin",
        "Initial commit",
    ]
    head = repo.get_branch("main").commit
    assert [(one.filename, one.status) for one in head.files] == [("notes/a.txt", "modified")]
    repo.create_git_ref("refs/heads/side", made["commit"].sha)
    compared = repo.compare("side", "main")
    assert (compared.ahead_by, compared.behind_by, compared.status) == (1, 0, "ahead")
    assert {one.name for one in repo.get_branches()} == {"main", "side"}
    assert b"contents" in repo.get_readme().decoded_content
    assert repo.merge("side", "main").commit.message == "Merge main into side"
    repo.delete_file("notes/a.txt", "End", repo.get_contents("notes/a.txt").sha)
    assert missing(lambda: repo.get_contents("notes/a.txt"))


def test_git_data_and_tags(octavia):
    repo = octavia.get_user().create_repo("objects", auto_init=True)
    head = repo.get_git_ref("heads/main")
    parent = repo.get_git_commit(head.object.sha)
    blob = repo.create_git_blob("aGVsbG8=", "base64")
    entry = InputGitTreeElement("hello.txt", "100644", "blob", sha=blob.sha)
    tree = repo.create_git_tree([entry], parent.tree)
    commit = repo.create_git_commit("By hand", tree, [parent])
    head.edit(commit.sha)
    assert repo.get_contents("hello.txt").decoded_content == b"hello"
    assert {one.path for one in repo.get_git_tree("main", recursive=True).tree} == {
        "README.md",
        "hello.txt",
    }
    tag = repo.create_git_tag("v1", "First", commit.sha, "commit")
    repo.create_git_ref("refs/tags/v1", tag.sha)
    assert repo.get_git_tag(tag.sha).message == "First"
    assert [one.name for one in repo.get_tags()] == ["v1"]


def test_statuses_deployments_and_releases(octavia):
    repo = octavia.get_user().create_repo("shipped", auto_init=True)
    commit = repo.get_branch("main").commit
    commit.create_status("success", context="ci/build", description="Built")
    assert commit.get_combined_status().state == "success"
    assert [one.context for one in commit.get_statuses()] == ["ci/build"]
    deployment = repo.create_deployment("main", environment="sea", required_contexts=[])
    deployment.create_status("success", environment_url="https://sea.example.com/")
    assert [one.state for one in deployment.get_statuses()] == ["success"]
    release = repo.create_git_release("v1", "One", "The **first**.", generate_release_notes=False)
    asset = release.upload_asset_from_memory(file_like=BytesIO(b"tar"), file_size=3, name="a.tar")
    assert (asset.size, asset.state) == (3, "uploaded")
    assert repo.get_latest_release().tag_name == "v1"
    release.update_release("Won", "Changed")
    assert repo.get_release("v1").name == "Won"
    release.delete_release()
    assert missing(repo.get_latest_release)


def test_people_beside_the_owner(octavia, bob):
    repo = octavia.get_user().create_repo("shared", private=True, auto_init=True)
    assert missing(lambda: bob.get_repo("octavia/shared"))
    repo.add_to_collaborators("bob", "push")
    (invitation,) = [
        one for one in bob.get_user().get_invitations() if one.repository.name == "shared"
    ]
    bob.get_user().accept_invitation(invitation)
    assert bob.get_repo("octavia/shared").permissions.push
    assert repo.get_collaborator_permission("bob") == "write"
    assert {one.login for one in repo.get_collaborators()} == {"octavia", "bob"}
    repo.remove_from_collaborators("bob")
    assert missing(lambda: bob.get_repo("octavia/shared"))


def test_rules_of_a_branch(octavia):
    repo = octavia.get_user().create_repo("guarded", auto_init=True)
    branch = repo.get_branch("main")
    branch.edit_protection(enforce_admins=True)
    assert repo.get_branch("main").protected
    assert branch.get_protection().enforce_admins
    with pytest.raises(GithubException) as refused:
        repo.get_git_ref("heads/main").delete()
    assert refused.value.status == 422
    branch.remove_protection()
    assert not repo.get_branch("main").protected


def test_topics_forks_templates_and_names(octavia, bob):
    repo = octavia.get_user().create_repo("origin", auto_init=True)
    repo.edit(is_template=True)
    repo.replace_topics(["night", "watch"])
    assert repo.get_topics() == ["night", "watch"]
    fork = bob.get_repo("octavia/origin").create_fork()
    assert (fork.fork, fork.parent.full_name) == (True, "octavia/origin")
    assert [one.full_name for one in repo.get_forks()] == ["bob/origin"]
    copy = bob.get_user().create_repo_from_template("copied", repo, private=True)
    assert not bob.get_repo(copy.full_name).fork
    repo.rename_branch("main", "trunk")
    assert repo.get_branch("trunk").name == "trunk"


def test_hooks(octavia):
    repo = octavia.get_user().create_repo("hooked", auto_init=True)
    config = {"url": "https://hooks.example.com/", "content_type": "json", "secret": "s"}
    hook = repo.create_hook("web", config, ["push", "release"], active=False)
    assert hook.config["secret"] == "********"
    hook.edit("web", config, add_events=["status"])
    assert sorted(repo.get_hook(hook.id).events) == ["push", "release", "status"]
    hook.delete()
    assert list(repo.get_hooks()) == []


def test_keys(octavia):
    person = octavia.get_user()
    key = person.create_key("laptop", ed25519_line())
    assert [one.title for one in person.get_keys()] == ["laptop"]
    key.delete()
    repo = person.create_repo("deployed")
    deploy = repo.create_key("robot", ed25519_line(), read_only=True)
    assert [one.id for one in repo.get_keys()] == [deploy.id]
    deploy.delete()
    assert list(repo.get_keys()) == []


def test_gists(octavia, bob):
    gist = octavia.get_user().create_gist(True, {"a.md": InputFileContent("# A\n")}, "Mine")
    gist.edit("Ours", {"b.txt": InputFileContent("b\n")})
    assert set(octavia.get_gist(gist.id).files) == {"a.md", "b.txt"}
    theirs = bob.get_gist(gist.id)
    theirs.set_starred()
    assert theirs.is_starred()
    comment = theirs.create_comment("Well.")
    assert [one.body for one in gist.get_comments()] == ["Well."]
    comment.delete()
    gist.delete()
    assert missing(lambda: octavia.get_gist(gist.id))


def test_profile_emails_and_followers(octavia, bob):
    person = octavia.get_user()
    person.edit(bio="Rows by night")
    assert bob.get_user("octavia").bio == "Rows by night"
    bob.get_user().add_to_following(bob.get_user("octavia"))
    assert [one.login for one in person.get_followers()] == ["bob"]
    person.add_to_emails("second@example.com")
    assert {one.email for one in person.get_emails()} == {
        "octavia@example.com",
        "second@example.com",
    }
    person.remove_from_emails("second@example.com")


def test_organizations_and_teams(octavia, bob):
    wanted = {"login": "guild", "admin": "octavia"}
    octavia.requester.requestJsonAndCheck("POST", "/admin/organizations", input=wanted)
    guild = octavia.get_organization("guild")
    guild.edit(description="Rowers")
    boat = guild.create_repo("boat", private=True)
    team = guild.create_team("Night crew", privacy="closed")
    team.update_team_repository(boat, "push")
    team.add_membership(octavia.get_user("bob"), "member")
    (asked,) = bob.get_user().get_organization_memberships()
    assert (asked.organization.login, asked.state) == ("guild", "active")
    assert [one.name for one in guild.get_teams()] == ["Night crew"]
    assert [one.full_name for one in team.get_repos()] == ["guild/boat"]
    hook = guild.create_hook("web", {"url": "https://hooks.example.com/"}, ["push"], active=False)
    assert [one.id for one in guild.get_hooks()] == [hook.id]
    team.delete()
    assert list(guild.get_teams()) == []


def test_stars_and_watchers(octavia, bob):
    repo = octavia.get_user().create_repo("bright", auto_init=True)
    theirs = bob.get_repo("octavia/bright")
    person = bob.get_user()
    person.add_to_starred(theirs)
    assert person.has_in_starred(theirs)
    assert [one.login for one in repo.get_stargazers()] == ["bob"]
    assert [one.user.login for one in repo.get_stargazers_with_dates()] == ["bob"]
    assert octavia.get_repo("octavia/bright").stargazers_count == 1
    person.add_to_subscriptions(theirs)
    assert "bob" in [one.login for one in repo.get_subscribers()]
    assert "octavia/bright" in [one.full_name for one in person.get_subscriptions()]
    person.remove_from_subscriptions(theirs)
    person.remove_from_starred(theirs)
    assert list(person.get_starred()) == []


def test_search(octavia, bob):
    octavia.get_user().create_repo("hidden-lighthouse", private=True)
    octavia.get_user().create_repo("open-lighthouse")
    found = octavia.search_repositories("lighthouse", user="octavia")
    assert {one.name for one in found} == {"hidden-lighthouse", "open-lighthouse"}
    assert [one.name for one in bob.search_repositories("lighthouse")] == ["open-lighthouse"]
    assert [one.login for one in bob.search_users("octavia")] == ["octavia"]


def test_comments_and_what_they_make_known(octavia, bob):
    repo = octavia.get_user().create_repo("discussed", auto_init=True)
    commit = bob.get_repo("octavia/discussed").get_branch("main").commit
    comment = commit.create_comment("Look, @octavia.", path="README.md", line=1)
    comment.edit("Look here, @octavia.")
    assert [one.body for one in repo.get_comments()] == ["Look here, @octavia."]

    def inbox():
        everything = octavia.get_user().get_notifications()
        return [one for one in everything if one.repository.full_name == "octavia/discussed"]

    # The inbox is filled in the background.
    (told,) = soon(inbox, lambda: "nothing came")
    assert told.reason == "mention"
    told.mark_as_read()
    assert inbox() == []
    comment.delete()
    assert list(repo.get_comments()) == []
