"""Clones and pushes with real git over TLS, in all versions of the protocol."""

import time

import pytest

from tests.git_client import packets

VERSIONS = pytest.mark.parametrize("version", ["0", "1", "2"])


@VERSIONS
def test_a_push_and_a_clone_bring_the_same_history(place, git, version):
    protocol = ("-c", f"protocol.version={version}")
    work = git.folder("work")
    git.commit(work, "a/b.txt", "text\n")
    git.run("tag", "-a", "-m", "first", "v1", at=work)
    git.run(*protocol, "push", place.with_token, "main", "v1", at=work)
    git.run(*protocol, "clone", place.with_token, "copy")
    assert git.head(git.home / "copy") == git.head(work)
    assert git.head(git.home / "copy", "v1") == git.head(work, "v1")
    git.commit(work, "more", "more\n")
    git.run(*protocol, "push", place.with_token, "main", at=work)
    git.run(*protocol, "pull", "-q", at=git.home / "copy")
    assert (git.home / "copy/more").read_text() == "more\n"


@VERSIONS
def test_git_finds_the_repository_without_its_ending_too(place, git, version):
    work = git.folder("work")
    git.run("push", place.with_token.removesuffix(".git"), "main", at=work)
    shown = git.run(
        "-c", f"protocol.version={version}", "ls-remote", place.with_token.removesuffix(".git")
    )
    assert git.head(work) in shown.stdout


@VERSIONS
def test_a_shallow_clone_is_deepened(place, git, version):
    protocol = ("-c", f"protocol.version={version}")
    work = git.folder("work")
    for number in range(5):
        git.commit(work, "file", f"{number}\n")
    git.run("push", place.with_token, "main", at=work)
    git.run(*protocol, "clone", "--depth", "2", place.with_token, "copy")
    copy = git.home / "copy"
    assert git.run("rev-list", "--count", "HEAD", at=copy).stdout.strip() == "2"
    git.run(*protocol, "fetch", "--deepen", "2", at=copy)
    assert git.run("rev-list", "--count", "HEAD", at=copy).stdout.strip() == "4"
    git.run(*protocol, "fetch", "--unshallow", at=copy)
    assert git.run("rev-list", "--count", "HEAD", at=copy).stdout.strip() == "6"
    git.commit(copy, "file", "from the copy\n")
    git.run(*protocol, "push", "origin", "HEAD:from-copy", at=copy)


@pytest.mark.parametrize("wanted", ["blob:none", "tree:0", "blob:limit=1k"])
def test_a_partial_clone_fetches_the_rest_when_it_is_needed(place, git, wanted):
    work = git.folder("work")
    git.commit(work, "large", "x" * 5000)
    git.run("push", place.with_token, "main", at=work)
    git.run("clone", "--no-checkout", f"--filter={wanted}", place.with_token, "copy")
    copy = git.home / "copy"
    missing = git.run("rev-list", "--objects", "--all", "--missing=print", at=copy).stdout
    assert "?" in missing
    git.run("checkout", "main", at=copy)
    assert (copy / "large").read_text() == "x" * 5000


def test_a_mirror_brings_all_refs_and_takes_away_what_is_gone(place, git):
    work = git.folder("work")
    git.run("branch", "old", at=work)
    git.run("tag", "v1", at=work)
    git.run("update-ref", "refs/notes/commits", "HEAD", at=work)
    git.run("clone", "-q", "--mirror", str(work), "mirror")
    mirror = git.home / "mirror"
    git.run("push", "--mirror", place.with_token, at=mirror)
    names = {"refs/heads/main", "refs/heads/old", "refs/tags/v1", "refs/notes/commits"}
    assert git.refs(place.with_token).keys() == names | {"HEAD"}
    git.run("branch", "-D", "old", at=mirror)
    git.run("push", "--mirror", place.with_token, at=mirror)
    assert "refs/heads/old" not in git.refs(place.with_token)
    git.run("clone", "-q", "--mirror", place.with_token, "again")
    assert git.head(git.home / "again", "refs/notes/commits") == git.head(work)


def test_an_atomic_push_with_a_refused_ref_changes_nothing(place, git):
    work = git.folder("work")
    done = git.run(
        "push", "--atomic", place.with_token, "main", "main:refs/pull/7/head", at=work, check=False
    )
    assert done.returncode == 1
    assert "(deny updating a hidden ref)" in done.stderr
    assert "main -> main (atomic push failure)" in done.stderr
    assert git.refs(place.with_token) == {}


def test_a_push_that_is_not_atomic_keeps_the_refs_that_were_not_refused(place, git):
    work = git.folder("work")
    done = git.run("push", place.with_token, "main", "main:refs/pull/7/head", at=work, check=False)
    assert done.returncode == 1
    assert "main -> refs/pull/7/head (deny updating a hidden ref)" in done.stderr
    assert git.refs(place.with_token).keys() == {"HEAD", "refs/heads/main"}


def test_push_options_are_taken(place, git):
    work = git.folder("work")
    git.run("push", "-o", "ci.skip", "-o", "a=b; c", place.with_token, "main", at=work)
    assert "refs/heads/main" in git.refs(place.with_token)


def test_branches_are_forced_and_deleted(place, git):
    work = git.folder("work")
    git.run("push", place.with_token, "main", "main:other", at=work)
    git.run("commit", "-q", "--amend", "-m", "another", at=work)
    refused = git.run("push", place.with_token, "main", at=work, check=False)
    assert "rejected" in refused.stderr
    git.run("push", "--force", place.with_token, "main", at=work)
    git.run("push", place.with_token, ":other", at=work)
    assert git.refs(place.with_token).keys() == {"HEAD", "refs/heads/main"}
    assert git.refs(place.with_token)["HEAD"] == git.head(work)


def test_the_default_branch_cannot_be_deleted(place, git):
    work = git.folder("work")
    git.run("push", place.with_token, "main", at=work)
    refused = git.run("push", place.with_token, ":main", at=work, check=False)
    assert "refusing to delete the current branch: refs/heads/main" in refused.stderr


def test_the_first_branch_that_is_pushed_becomes_the_default(place, git):
    work = git.folder("work", branch="trunk")
    git.run("push", place.with_token, "trunk", at=work)
    git.run("clone", "-q", place.with_token, "copy")
    assert git.run("branch", "--show-current", at=git.home / "copy").stdout == "trunk\n"
    git.run("push", place.with_token, "trunk:main", at=work)
    shown = git.run("ls-remote", "--symref", place.with_token, "HEAD").stdout
    assert shown.startswith("ref: refs/heads/trunk\tHEAD")


def test_a_push_larger_than_the_post_buffer_is_chunked_after_a_probe(place, git):
    work = git.folder("work")
    (work / "noise").write_bytes(__import__("random").Random(1).randbytes(3 * 2**20))
    git.run("add", "-A", at=work)
    git.run("commit", "-q", "-m", "Noise", at=work)
    done = git.run("push", place.with_token, "main", at=work, GIT_TRACE_CURL="1")
    assert "Transfer-Encoding: chunked" in done.stderr
    assert "Content-Length: 4\n" in done.stderr
    git.run("clone", "-q", place.with_token, "copy")
    assert (git.home / "copy/noise").read_bytes() == (work / "noise").read_bytes()


def test_a_fetch_with_many_haves_is_zipped(place, git):
    work = git.folder("work")
    git.run("push", place.with_token, "main", at=work)
    git.run("clone", "-q", place.with_token, "copy")
    copy = git.home / "copy"
    # Made later than all that is shared, so that git offers all of them before it comes to that.
    later = f"@{int(time.time()) + 3_600} +0000"
    for number in range(60):
        empty = ("commit", "-q", "--allow-empty", "-m", f"{number}")
        git.run(*empty, at=copy, GIT_COMMITTER_DATE=later)
    git.commit(work, "new", "new\n")
    git.run("push", place.with_token, "main", at=work)
    done = git.run("fetch", at=copy, GIT_TRACE_CURL="1")
    assert "Content-Encoding: gzip" in done.stderr
    assert git.head(copy, "origin/main") == git.head(work)


@pytest.mark.parametrize("service", ["git-upload-pack", "git-receive-pack"])
def test_the_probe_of_four_bytes_is_answered_with_nothing(place, service):
    answer = place.raw.post(service, b"0000")
    assert answer.status == 200
    assert answer.body == b""
    assert answer.headers["content-type"] == f"application/x-{service}-result"


@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.parametrize("version", [0, 2])
def test_a_body_may_be_zipped_or_not(place, git, zipped, version):
    work = git.folder("work")
    git.run("push", place.with_token, "main", at=work)
    tip = git.head(work).encode()
    if version == 2:
        body = b"0011command=fetch0001000fno-progress0032want " + tip + b"\n0009done\n0000"
    else:
        body = b"0032want " + tip + b"\n00000009done\n"
    answer = place.raw.post("git-upload-pack", body, version, zipped=zipped)
    assert answer.status == 200
    assert b"PACK" in answer.body


def test_expect_100_continue_is_answered(place, git):
    work = git.folder("work")
    git.run("push", place.with_token, "main", at=work)
    body = b"0014command=ls-refs\n0000"
    answer = place.raw.post("git-upload-pack", body, 2, Expect="100-continue")
    assert answer.status == 200
    assert any(b"refs/heads/main" in one for one in packets(answer.body) if isinstance(one, bytes))


def test_two_pushes_of_one_branch_at_once_leave_one_winner(place, git):
    import threading

    work = git.folder("work")
    git.run("push", place.with_token, "main", at=work)
    outcomes = []

    def push(name):
        git.run("clone", "-q", place.with_token, name)
        git.commit(git.home / name, name, name)
        done = git.run("push", "origin", "main", at=git.home / name, check=False)
        outcomes.append((done.returncode, git.head(git.home / name)))

    threads = [threading.Thread(target=push, args=(f"copy{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winners = [head for code, head in outcomes if code == 0]
    assert winners
    assert git.refs(place.with_token)["HEAD"] in winners
    git.run("fsck", "--strict", at=place.folder)
