"""Clones by real git over TLS that ask the same, of a server with two workers."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

CLONES = 6
SOON = 20
"""Seconds."""


def test_clones_at_once_and_after_each_other_bring_the_same_history(place, git):
    work = git.folder("work")
    for number in range(3):
        git.commit(work, "large", f"{number}\n" * 50_000)
    git.run("tag", "-a", "-m", "first", "v1", at=work)
    git.run("push", place.with_token, "main", "v1", at=work)
    with ThreadPoolExecutor(CLONES) as threads:
        names = [f"at-once-{number}" for number in range(CLONES)]
        list(threads.map(lambda name: git.run("clone", place.with_token, name), names))
    for number in range(2):
        git.run("clone", place.with_token, f"later-{number}")
    copies = [*git.home.glob("at-once-*"), *git.home.glob("later-*")]
    assert len(copies) == CLONES + 2
    for copy in copies:
        assert git.head(copy) == git.head(work)
        assert git.head(copy, "v1") == git.head(work, "v1")
        git.run("fsck", "--strict", at=copy)
    key = place.folder.name.removesuffix(".git")
    assert list((place.server.data / "cache/git" / key).glob("*.answer"))


@pytest.mark.parametrize(
    ("method", "told"), [("PATCH", b'{"visibility": "public"}'), ("DELETE", None)]
)
def test_what_is_kept_goes_with_the_visibility_and_with_the_repository(place, git, method, told):
    work = git.folder("work")
    git.commit(work, "file", "text\n")
    git.run("push", place.with_token, "main", at=work)
    kept = place.server.data / "cache/git" / place.folder.name.removesuffix(".git")
    for number in range(2):
        git.run("clone", place.with_token, f"copy-{number}")
    assert kept.exists()
    token = place.server.token(place.full_name.partition("/")[0], "repo,delete_repo")
    path = f"/api/v3/repos/{place.full_name}"
    assert place.server.request(method, path, token=token, body=told).status in {200, 204}
    # Much sooner than in the regular round, which would keep them anyway: no ref has moved.
    until = time.monotonic() + SOON
    while kept.exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not kept.exists()


def test_a_push_is_in_the_next_clone(place, git):
    work = git.folder("work")
    for number in range(4):
        git.commit(work, "file", f"{number}\n")
        git.run("push", place.with_token, "main", at=work)
        for again in range(2):
            git.run("clone", place.with_token, f"copy-{number}-{again}")
            assert git.head(git.home / f"copy-{number}-{again}") == git.head(work)
