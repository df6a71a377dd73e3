"""Answers to fetches are made once for all who ask the same, and never outlive what they tell."""

import asyncio
import hashlib
import os
import time
from contextlib import suppress

import pytest

from tests.git_client import packets
from tests.git_site import make_site, until
from watchword.git_process.response_cache import cache, growing
from watchword.git_process.response_cache.store import ANSWER, PART, SEEN
from watchword.git_process.slots import Limits
from watchword.git_transport.pktline import DELIMITER, FLUSH, packet
from watchword.repositories.model import Visibility

MEBIBYTE = 2**20
QUOTA = 64 * MEBIBYTE
SETTLED = 0.03
"""Seconds after which a file's stamp is told apart from that of a later change."""


@pytest.fixture
def site(build):
    return build(quota=QUOTA)


@pytest.fixture
def ann(site):
    return site.world.user("ann")


@pytest.fixture
def public(site, ann):
    return repository(site, ann, "open", Visibility.PUBLIC)


def repository(site, owner, name, visibility, size=10_000):
    """A repository with one commit, of a file that does not get smaller when it is packed."""
    made, history = site.repository(owner, name, visibility)
    history.tip = history.commit({"a": os.urandom(size)})
    history.name = f"/{made.full_name}.git"
    history.id = made.id
    time.sleep(SETTLED)
    return history


def fetch_of(*tips, agent=b"git/2.39.5", more=()):
    wants = b"".join(packet(b"want %b\n" % tip.encode()) for tip in tips)
    told = b"".join(packet(one) for one in (b"no-progress", *more))
    head = packet(b"command=fetch") + packet(b"agent=" + agent) + packet(b"object-format=sha1")
    return head + DELIMITER + told + wants + packet(b"done\n") + FLUSH


def pack_in(body):
    """What the packets carry: git cuts the same pack into other packets each time."""
    sent = list(packets(body))
    return b"".join(one[1:] for one in sent if isinstance(one, bytes) and one[:1] == b"\x01")


def kept(site, suffix=ANSWER):
    return sorted((site.layout.root.parent / "cache").glob(f"*/*{suffix}"))


def asked(site):
    """How many asked for the only answer that there is."""
    return sum(one.stat().st_size for one in kept(site, SEEN))


@pytest.fixture
def started(site):
    """The commands of git that were started from here on."""
    return spied(site)


def spied(site):
    commands, start = [], site.git.runner.start

    def spy(command, *args, **more):
        commands.append(command[0])
        return start(command, *args, **more)

    site.git.runner.start = spy
    return commands


def instead(monkeypatch, site, ending):
    """Let something else stand in for git: it begins an answer and ends in that way."""
    program = site.layout.root.parent / "git"
    begin = "#!/bin/sh\n[ $1 = --version ] && exec echo git version 2.39.5\nprintf 0008PACK\n"
    program.write_text(f"{begin}{ending}\n")
    program.chmod(0o755)
    monkeypatch.setattr(site.git.runner, "program", str(program))


async def ask(site, history, body, **more):
    """Ask, and wait until it is decided whether the answer is kept."""
    answer = await site.post(history.name, body, **more)
    await until(lambda: not kept(site, PART))
    return answer


async def thrice(site, history, **more):
    return [await ask(site, history, fetch_of(history.tip), **more) for _ in range(3)]


def test_who_comes_second_has_it_kept_and_who_comes_third_gets_the_file(site, public, started):
    first, second, third = site.run(thrice(site, public))
    assert [one.status for one in (first, second, third)] == [200] * 3
    assert second.body == third.body
    assert pack_in(first.body) == pack_in(third.body)
    assert [one.from_file for one in (first, second, third)] == [False, False, True]
    assert third.headers["content-length"] == str(len(second.body))
    assert third.headers["content-type"] == "application/x-git-upload-pack-result"
    assert started == ["upload-pack"] * 2
    assert len(kept(site)) == 1


def test_what_is_kept_is_found_without_a_thread(site, public, monkeypatch):
    async def story():
        await thrice(site, public)
        monkeypatch.setattr(asyncio, "to_thread", None)
        return await site.post(public.name, fetch_of(public.tip))

    assert site.run(story()).from_file


def test_what_takes_long_to_find_is_found_as_well(site, public, monkeypatch):
    monkeypatch.setattr(cache, "AT_ONCE", 1)

    async def story():
        await thrice(site, public)
        return await site.post(public.name, fetch_of(public.tip))

    assert site.run(story()).from_file


def test_a_single_clone_leaves_nothing_on_the_disk_but_a_byte(site, public):
    site.run(site.post(public.name, fetch_of(public.tip)))
    assert not kept(site)
    assert not kept(site, PART)
    assert [one.stat().st_size for one in kept(site, SEEN)] == [1]


def test_without_a_quota_nothing_is_shared_and_nothing_kept(build):
    site = build(quota=0)
    history = repository(site, site.world.user("cy"), "open", Visibility.PUBLIC)
    started = spied(site)
    answers = site.run(thrice(site, history))
    assert [one.from_file for one in answers] == [False] * 3
    assert started == ["upload-pack"] * 3
    assert not (site.layout.root.parent / "cache").exists()


def test_what_only_tells_who_asks_makes_no_other_request(site, public, started):
    async def story():
        for number in range(3):
            agent = b"git/%d" % number
            body = fetch_of(public.tip, public.tip, agent=agent)
            assert (await ask(site, public, body)).status == 200
        return await site.post(public.name, fetch_of(public.tip))

    assert site.run(story()).from_file
    assert started == ["upload-pack"] * 2


def test_what_asks_for_something_else_gets_something_else(site, public, started):
    async def story():
        await thrice(site, public)
        shallow = fetch_of(public.tip, more=[b"deepen 1\n"])
        return await site.post(public.name, shallow)

    assert b"shallow-info" in site.run(story()).body
    assert started == ["upload-pack"] * 3


def wait_for(number, monkeypatch):
    """Let no answer end before so many have asked for it, however long they take to come."""
    carry = cache.ResponseCache._carry

    async def carry_on(self, own, git):
        await until(lambda: own.place.seen.stat().st_size == number, seconds=30)
        await carry(self, own, git)

    monkeypatch.setattr(cache.ResponseCache, "_carry", carry_on)


@pytest.mark.parametrize("number", [2, 8])
def test_who_comes_at_once_shares_one_process(site, ann, started, number, monkeypatch):
    wait_for(number, monkeypatch)
    history = repository(site, ann, "large", Visibility.PUBLIC, 3 * MEBIBYTE)

    async def story():
        body = fetch_of(history.tip)
        return await asyncio.gather(*(site.post(history.name, body) for _ in range(number)))

    answers = site.run(story())
    assert {one.body for one in answers} == {answers[0].body}
    assert len(answers[0].body) > 3 * MEBIBYTE
    assert started == ["upload-pack"]


def test_all_workers_share_one_process(site, ann, monkeypatch):
    wait_for(6, monkeypatch)
    history = repository(site, ann, "large", Visibility.PUBLIC, 3 * MEBIBYTE)
    other = make_site(site.world, site.layout.root.parent, quota=QUOTA)
    here, there = spied(site), spied(other)

    async def story():
        body = fetch_of(history.tip)
        both = [worker.post(history.name, body) for worker in (site, other) * 3]
        return await asyncio.gather(*both)

    answers = site.run(story())
    assert {one.body for one in answers} == {answers[0].body}
    assert len(here + there) == 1
    assert len(kept(site)) == 1


def test_a_key_that_may_not_read_gets_nothing_that_is_kept(site, ann, started):
    history = repository(site, ann, "secret", Visibility.PRIVATE)
    mine = site.world.token(ann, "repo")[1].text
    others = site.world.token(site.world.user("bob"), "repo")[1].text

    async def story():
        await thrice(site, history, token=mine)
        body = fetch_of(history.tip)
        return [await site.post(history.name, body, token=one) for one in (None, others, mine)]

    nobody, bob, ann_again = site.run(story())
    assert (nobody.status, bob.status, ann_again.status) == (401, 404, 200)
    assert ann_again.from_file
    assert len(started) == 2


@pytest.mark.parametrize("how", ["update-ref", "packed", "deleted", "by hand"])
def test_a_change_behind_the_servers_back_is_seen_at_once(site, public, started, how):
    tip = public.tip

    def change():
        if how == "packed":
            public.git("pack-refs", "--all")
            path = public.path / "packed-refs"
            path.write_text(path.read_text().replace("refs/heads/main", "refs/heads/mine"))
        elif how == "update-ref":
            public.git("update-ref", "refs/heads/other", tip)
        elif how == "deleted":
            public.git("update-ref", "-d", "refs/heads/main")
        else:
            (public.path / "refs/heads/more").write_text(f"{tip}\n")

    async def story():
        await thrice(site, public)
        await asyncio.to_thread(change)
        return await site.post(public.name, fetch_of(tip))

    assert not site.run(story()).from_file
    assert len(started) == 3


def test_what_was_pruned_is_served_no_more(site, public, started):
    """Whatever is there may be wanted by its id, refs or not; so it must not outlive itself."""
    secret = public.commit({"a": "secret"})
    public.git("update-ref", "refs/heads/main", public.tip)
    time.sleep(SETTLED)

    def prune():
        public.git("repack", "-adq")
        public.git("prune", "--expire=now")

    async def story():
        before = [await ask(site, public, fetch_of(secret)) for _ in range(3)]
        await asyncio.to_thread(prune)
        return [*before, await site.post(public.name, fetch_of(secret))]

    *before, after = site.run(story())
    assert [one.from_file for one in before] == [False, False, True]
    assert b"not our ref" in after.body


def test_an_error_of_git_is_told_to_all_who_wait_and_kept_for_nobody(site, public, started):
    missing = "1" * 40

    async def story():
        body = fetch_of(missing)
        at_once = await asyncio.gather(*(ask(site, public, body) for _ in range(3)))
        return [*at_once, await ask(site, public, body)]

    answers = site.run(story())
    assert all(b"not our ref" in one.body for one in answers)
    assert not kept(site)
    assert started.count("upload-pack") >= 2


def test_stamps_that_could_come_again_are_not_trusted(site, public, started):
    """Of a file system that stamps by whole seconds, as the stamps say."""
    path = public.path / "refs/heads/main"
    now = int(time.time())
    os.utime(path, (now, now))
    time.sleep(SETTLED)
    answers = site.run(thrice(site, public))
    assert not any(one.from_file for one in answers)
    assert len(started) == 3
    assert not kept(site)


def test_a_change_just_now_is_not_shared_yet(site, public, started):
    async def story():
        # The stamp of this change and of one that follows may be the same.
        (public.path / "refs/heads/new").write_text(f"{public.tip}\n")
        return await site.post(public.name, fetch_of(public.tip))

    assert site.run(story()).status == 200
    assert started == ["upload-pack"]
    assert not kept(site, PART)


def test_when_the_first_leaves_the_others_are_served(site, ann, started):
    history = repository(site, ann, "large", Visibility.PUBLIC, 8 * MEBIBYTE)

    async def story():
        body = fetch_of(history.tip)
        first = site.begin(history.name).send(body)
        await until(lambda: kept(site, PART))
        second = site.begin(history.name).send(body)
        await until(lambda: asked(site) == 2)
        first.leave()
        with suppress(Exception):
            await first.task
        return await second.answer()

    answer = site.run(story())
    assert answer.status == 200
    assert len(answer.body) > 8 * MEBIBYTE
    assert started == ["upload-pack"]


def test_when_all_have_left_git_ends(site, ann, monkeypatch):
    history = repository(site, ann, "large", Visibility.PUBLIC)
    instead(monkeypatch, site, "exec sleep 60")

    async def story():
        client = site.begin(history.name).send(fetch_of(history.tip))
        await until(lambda: client.reply.body)
        client.leave()
        with suppress(Exception):
            await client.task

    # `run` waits until no process is left.
    site.run(story())
    assert not kept(site, PART)


def test_git_that_is_killed_breaks_the_answer_off_for_all(site, ann, monkeypatch):
    history = repository(site, ann, "large", Visibility.PUBLIC)
    instead(monkeypatch, site, "sleep 0.2; kill -9 $$")

    async def story():
        clients = [site.begin(history.name).send(fetch_of(history.tip)) for _ in range(3)]
        return await asyncio.gather(*(one.task for one in clients), return_exceptions=True)

    assert all(isinstance(one, Exception) for one in site.run(story()))
    assert not kept(site)
    assert not kept(site, PART)


def test_what_a_crashed_worker_left_is_in_nobodys_way(site, public, started):
    async def story():
        await ask(site, public, fetch_of(public.tip))
        # As a worker leaves it that was killed: a part with its name, and nobody's lock on it.
        place = kept(site, SEEN)[0].with_suffix(PART)
        place.write_bytes(b"0008HALF")
        answer = await site.post(public.name, fetch_of(public.tip))
        site.git.answers.sweep()
        return answer

    assert b"PACK" in site.run(story()).body
    assert not kept(site, PART)


def test_the_last_days_of_a_token_are_told_to_its_owner_alone(site, ann):
    history = repository(site, ann, "secret", Visibility.PRIVATE)
    day = 86_400
    ending = site.world.token(ann, "repo", expires_at=site.world.clock.seconds() + day)[1].text
    lasting = site.world.token(ann, "repo")[1].text

    async def story():
        await thrice(site, history, token=lasting)
        body = fetch_of(history.tip)
        return [await site.post(history.name, body, token=one) for one in (ending, lasting)]

    warned, plain = site.run(story())
    assert b"Your personal access token ends on" in warned.body
    assert b"token ends" not in plain.body
    assert plain.from_file
    assert len(kept(site)) == 1


def test_a_waiting_client_that_leaves_makes_room_for_the_next(build):
    site = build(Limits(machine=1, repository=1, account=1), quota=QUOTA)
    history = repository(site, site.world.user("cy"), "busy", Visibility.PUBLIC)
    seat = site.git.parts.queue._slots.repositories.take(history.key)
    assert seat is not None

    async def story():
        first = site.begin(history.name).send(fetch_of(history.tip))
        await until(lambda: kept(site, PART))
        second = site.begin(history.name).send(fetch_of(history.tip))
        await until(lambda: asked(site) == 2)
        first.leave()
        with suppress(Exception):
            await first.task
        os.close(seat)
        return await second.answer()

    assert b"PACK" in site.run(story()).body


def test_the_oldest_go_when_there_is_too_much(build):
    site = build(quota=900_000)
    histories = [
        repository(site, site.world.user(f"user{number}"), "large", Visibility.PUBLIC, 200_000)
        for number in range(6)
    ]

    async def story():
        for history in histories:
            site.world.clock.now += 60
            await thrice(site, history)
        site.git.answers.sweep()

    site.run(story())
    left = {path.parent.name for path in kept(site)}
    assert left == {history.key for history in histories[2:]}


def test_what_would_take_most_of_the_room_is_streamed(build):
    site = build(quota=100_000)
    history = repository(site, site.world.user("cy"), "large", Visibility.PUBLIC, 50_000)
    history.git("repack", "-adq")
    answers = site.run(thrice(site, history))
    assert {one.body.count(b"PACK") for one in answers} == {1}
    assert not kept(site)
    assert not kept(site, SEEN)


def test_answers_of_refs_that_moved_are_dropped(site, public):
    async def story():
        await thrice(site, public)
        public.git("update-ref", "refs/heads/other", public.tip)
        site.world.clock.now += 60
        site.git.answers.sweep()

    site.run(story())
    assert not kept(site)


def test_answers_of_a_repository_that_went_are_dropped(site, public):
    site.run(thrice(site, public))
    site.layout.remove(public.key)
    site.world.clock.now += 700
    site.git.answers.sweep()
    assert not list((site.layout.root.parent / "cache").iterdir())


def test_many_wants_are_no_reason_not_to_share(site, public, started):
    """A clone of a repository with a thousand tags names each of their objects."""
    tips = [public.tip, public.commit({"a": "second"})] * 200
    time.sleep(SETTLED)

    async def story():
        body = fetch_of(*tips)
        assert len(body) > 16 * 1024
        return [await ask(site, public, one) for one in (body, body, fetch_of(*tips[::-1]))]

    assert [one.from_file for one in site.run(story())] == [False, False, True]
    assert started == ["upload-pack"] * 2


def test_two_lines_are_never_taken_for_one(site, public, started):
    async def story():
        await site.post(public.name, fetch_of(public.tip, more=[b"filter blob:none\n"]))
        return await site.post(public.name, fetch_of(public.tip, more=[b"filter tree:0\n"]))

    site.run(story())
    assert len(kept(site, SEEN)) == 2


def test_who_reads_an_answer_that_grows_gets_all_of_it(tmp_path):
    path = tmp_path / "answer"
    part = growing.begin(path)
    assert part is not None
    assert growing.begin(path) is None

    async def write():
        for number in range(20):
            os.write(part.descriptor, b"%d" % number * 100_000)
            await asyncio.sleep(0.002)
        part.finish()
        part.give_up()

    async def read():
        reader = growing.read(path)
        digest = hashlib.sha256()
        async for block in reader.blocks():
            digest.update(block)
        reader.close()
        return digest.hexdigest()

    async def story():
        *read_ones, _ = await asyncio.gather(read(), read(), write())
        return set(read_ones)

    whole = b"".join(b"%d" % number * 100_000 for number in range(20))
    assert asyncio.run(story()) == {hashlib.sha256(whole).hexdigest()}
    assert not path.exists()
