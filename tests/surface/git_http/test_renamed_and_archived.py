"""Repositories that have another name by now, or are read-only."""

import pytest

from watchword.access.actor import Actor
from watchword.access.gate import require
from watchword.access.kinds import Kind
from watchword.access.table import repositories as table
from watchword.git_transport.pktline import FLUSH, packet
from watchword.repositories import service
from watchword.repositories.model import Visibility

LS_REFS = b"0014command=ls-refs\n0000"
SITE = "https://git.example.test"
COMMAND = packet(b"0" * 40 + b" " + b"a" * 40 + b" refs/heads/x\0report-status") + FLUSH


def change(site, repository, operation, act):
    """Do something to a repository as its owner."""
    actor = Actor(repository.owner, Kind.SESSION)

    def unit(work):
        found = work.repositories.by_id(repository.id, actor.user)
        act(work, require(actor, operation, found))

    site.world.write(unit)


def rename(site, repository, name):
    change(site, repository, table.RENAME, lambda work, grant: service.rename(work, grant, name))


@pytest.fixture
def ann(site):
    return site.world.user("ann")


@pytest.mark.parametrize("ending", ["", ".git"])
@pytest.mark.parametrize("git_service", ["git-upload-pack", "git-receive-pack"])
def test_git_is_led_to_the_same_place_under_the_new_name(site, ann, ending, git_service):
    repository, _ = site.repository(ann, "old")
    rename(site, repository, "new")
    _, secret = site.world.token(ann, "repo")
    reply = site.run(site.refs(f"/ann/old{ending}", git_service, token=secret.text))
    assert reply.status == 301
    assert reply.headers["location"] == (f"{SITE}/ann/new{ending}/info/refs?service={git_service}")


def test_what_git_sends_after_that_is_served_under_the_old_name(site, ann):
    repository, history = site.repository(ann, "old")
    tip = history.commit({"a": "b"})
    rename(site, repository, "new")
    _, secret = site.world.token(ann, "repo")
    reply = site.run(site.post("/ann/old.git", LS_REFS, token=secret.text))
    assert reply.status == 200
    assert tip.encode() in reply.body


def test_nobody_learns_of_a_new_name_without_access(site, ann):
    repository, _ = site.repository(ann, "old")
    rename(site, repository, "new")
    bob = site.world.user("bob")
    _, secret = site.world.token(bob, "repo")
    assert site.run(site.refs("/ann/old.git")).status == 401
    stranger = site.run(site.refs("/ann/old.git", token=secret.text))
    assert stranger.status == 404
    assert "location" not in stranger.headers


def test_a_renamed_public_repository_leads_anybody_on(site, ann):
    repository, _ = site.repository(ann, "old", Visibility.PUBLIC)
    rename(site, repository, "new")
    assert site.run(site.refs("/ann/old")).status == 301


def test_another_case_of_the_name_is_the_name(site, ann):
    _, history = site.repository(ann, "Name", Visibility.PUBLIC)
    history.commit({"a": "b"})
    assert site.run(site.refs("/ANN/nAME.git")).status == 200


def test_an_archived_repository_is_read_and_not_written(site, ann):
    repository, history = site.repository(ann, "kept")
    history.commit({"a": "b"})
    change(
        site,
        repository,
        table.ARCHIVE,
        lambda work, grant: service.archive(work, grant, archived=True),
    )
    _, secret = site.world.token(ann, "repo")
    assert site.run(site.refs("/ann/kept", token=secret.text)).status == 200
    for reply in (
        site.run(site.refs("/ann/kept", "git-receive-pack", token=secret.text)),
        site.run(site.post("/ann/kept", COMMAND, "git-receive-pack", token=secret.text)),
    ):
        assert reply.status == 403
        assert reply.body == b"This repository was archived so it is read-only.\n"
