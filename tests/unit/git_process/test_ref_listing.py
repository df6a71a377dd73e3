"""Refs are listed without git, byte for byte as git lists them, or git is asked."""

import asyncio
import os
import shutil

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.histories import History
from watchword.git_process import ref_listing, ref_snapshot
from watchword.git_process.environment import Environment
from watchword.git_process.layout import CONFIG
from watchword.git_process.peelings import Peelings
from watchword.git_process.ref_listing import RefListing
from watchword.git_process.ref_snapshot import Most
from watchword.git_process.runner import Runner
from watchword.git_process.upload import COMMAND
from watchword.git_transport.ls_refs import understood
from watchword.git_transport.pktline import DELIMITER, FLUSH, packet
from watchword.git_transport.request import parse

MISSING = "1" * 40
QUICK = settings(max_examples=25, suppress_health_check=list(HealthCheck))
ALL = ("peel", "symrefs", "unborn")


class Listed:
    """A repository whose refs are written again and again; git, and what is to answer like it."""

    def __init__(self, folder):
        self.history = History(folder / "repositories")
        self.path = self.history.path
        first = self.history.commit({"a": "1"}, branch=None)
        second = self.history.commit({"a": "2"}, "More", first, branch=None)
        self.history.git("update-ref", "refs/heads/main", second)
        self.history.tag("plain", first, "A tag")
        tag = self.history.git("rev-parse", "refs/tags/plain")
        self.history.tag("nested", tag, "A tag of a tag")
        self.history.tag("tree", f"{first}^{{tree}}", "A tag of a tree")
        tags = [self.history.git("rev-parse", f"refs/tags/{one}") for one in ("nested", "tree")]
        # One tag in a pack, the others in files of their own.
        self.history.git("repack", "-adq")
        self.history.tag("loose", second, "A tag that is in no pack")
        loose = self.history.git("rev-parse", "refs/tags/loose")
        self.objects = [first, second, tag, *tags, loose, self.history.git("rev-parse", "HEAD:a")]
        (folder / "home").mkdir()
        self.runner = Runner(Environment(folder / "home", folder / "home", 1_000))
        self.listing = RefListing()

    def write(self, packed=(), loose=(), head="ref: refs/heads/main\n"):
        """Let it have these refs (name and text of the file), and no others."""
        shutil.rmtree(self.path / "refs")
        (self.path / "packed-refs").unlink(missing_ok=True)
        for space in ("refs/heads", "refs/tags"):
            (self.path / space).mkdir(parents=True)
        (self.path / "config").write_text(CONFIG)
        (self.path / "HEAD").write_text("ref: refs/heads/main\n")
        self.put(packed)
        if packed:
            self.history.git("pack-refs", "--all", "--prune")
        self.put(loose)
        (self.path / "HEAD").write_text(head)

    def put(self, refs):
        for name, text in refs:
            file = self.path / os.fsdecode(name)
            # There may be a file already where a folder must be, or the other way round.
            if not file.is_dir() and not any(above.is_file() for above in file.parents):
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text)

    def git(self, body):
        return self.runner.run(COMMAND, self.path, given=body, extra={"GIT_PROTOCOL": "version=2"})

    def here(self, body):
        """The answer without git: made in a thread, and made at once when all is known."""
        asked = understood(parse(body))
        first, second = (self.listed(asked, body) for _ in range(2))
        assert first == second
        return first

    def listed(self, asked, body):
        return asyncio.run(self.listing.answer(self.path, asked, ("key", body)))

    def both(self, *arguments):
        body = request(*arguments)
        return self.here(body), self.git(body)

    def line(self, number):
        return f"{self.objects[number]}\n"


def request(*arguments):
    lines = [one if isinstance(one, bytes) else one.encode() for one in arguments]
    head = packet(b"command=ls-refs\n") + packet(b"agent=git/2") + packet(b"object-format=sha1")
    return head + DELIMITER + b"".join(packet(line + b"\n") for line in lines) + FLUSH


@pytest.fixture(scope="module")
def listed(tmp_path_factory):
    return Listed(tmp_path_factory.mktemp("listed"))


PARTS = st.sampled_from([b"a", b"a-b", b"a.b", b"a!", b"A", b"b", b"main", b"z" * 60, "ä".encode()])
SPACES = st.sampled_from(
    [b"heads", b"tags", b"notes", b"pull", b"watchword", b"watchword-x", b"worktree", b"bisect"]
)
NAMES = st.builds(
    lambda space, parts: b"/".join([b"refs", space, *parts]),
    SPACES,
    st.lists(PARTS, min_size=1, max_size=3),
)
NUMBERS = st.integers(0, 6)
REFS = st.dictionaries(NAMES, NUMBERS, max_size=10)
PREFIXES = st.one_of(
    NAMES,
    NAMES.flatmap(lambda name: st.integers(0, len(name)).map(lambda size: name[:size])),
    st.sampled_from([b"HEAD", b"refs/heads/", b"refs/tags/", b"refs/heads/../", b"refs//", b"x"]),
)
ASKED = st.builds(
    lambda words, prefixes: [*words, *(b"ref-prefix " + one for one in prefixes)],
    st.lists(st.sampled_from(ALL), unique=True),
    st.lists(PREFIXES, max_size=4),
)
HEADS = st.sampled_from(["main", "a", "nobody/yet"]).map(lambda name: f"refs/heads/{name}")


@QUICK
@given(packed=REFS, loose=REFS, head=st.one_of(HEADS, st.integers(0, 5)), asked=ASKED)
def test_what_git_wrote_is_listed_as_git_lists_it(listed, packed, loose, head, asked):
    text = f"ref: {head}\n" if isinstance(head, str) else listed.line(head)
    lines = [[(name, listed.line(n)) for name, n in refs.items()] for refs in (packed, loose)]
    listed.write(*lines, head=text)
    here, git = listed.both(*asked)
    # HEAD may stand for a branch where there is a folder; all the rest is ordinary.
    assert here == git or (here is None and (listed.path / str(head)).is_dir())


ODD_PARTS = st.sampled_from([b".a", b"a.lock", b"a..b", b"a b", b"a~", b"@{", b"a.", b"\xff", b"@"])
ODD_NAMES = st.builds(
    lambda space, parts: b"/".join([b"refs", space, *parts]),
    SPACES,
    st.lists(st.one_of(PARTS, ODD_PARTS), min_size=1, max_size=2),
)
ODD_TEXTS = st.sampled_from(
    [
        "", "\n", "x", "ref: refs/heads/main\n", "ref: refs/heads/nobody\n", MISSING + "\n",
        "0" * 40 + "\n", "1" * 39, "1" * 41 + "\n",
    ]
)  # fmt: skip


@QUICK
@given(
    packed=REFS,
    loose=st.dictionaries(ODD_NAMES, st.one_of(ODD_TEXTS, NUMBERS), max_size=5),
    head=st.one_of(HEADS.map(lambda name: f"ref: {name}\n"), ODD_TEXTS),
    asked=ASKED,
)
@example(packed={}, loose={}, head="0" * 40 + "\n", asked=[])
@example(packed={}, loose={b"refs/heads/a": "0" * 40 + "\n"}, head="x\n", asked=[])
def test_what_is_odd_is_listed_as_git_lists_it_or_left_to_git(listed, packed, loose, head, asked):
    odd = [(n, t if isinstance(t, str) else listed.line(t)) for n, t in loose.items()]
    listed.write([(name, listed.line(n)) for name, n in packed.items()], odd, head)
    body = request(*asked)
    here = listed.here(body)
    # Git has no answer where HEAD is none: then there must not be one here either.
    assert here is None or here == listed.git(body)


@pytest.fixture
def ordinary(listed):
    """Branches and tags, some of them packed."""
    packed = [(b"refs/heads/main", listed.line(0)), (b"refs/tags/v1", listed.line(3))]
    listed.write(packed, [(b"refs/heads/main", listed.line(1)), (b"refs/tags/v2", listed.line(5))])
    here, git = listed.both(*ALL)
    assert here == git
    assert here.count(b"peeled:") == 2
    return listed


def test_a_branch_that_is_not_born_is_told_to_those_who_ask(listed):
    listed.write()
    here, git = listed.both(*ALL)
    assert here == git == packet(b"unborn HEAD symref-target:refs/heads/main\n") + FLUSH
    assert listed.both("symrefs") == (FLUSH, FLUSH)


def test_hidden_refs_are_not_told(ordinary):
    ordinary.put([(b"refs/watchword/secret", ordinary.line(0)), (b"refs/watchword", "x")])
    for asked in ((), ("ref-prefix refs/watchword/",), ("ref-prefix refs/watchword/secret",)):
        here, git = ordinary.both(*asked)
        assert here == git
        assert b"secret" not in here


@pytest.mark.parametrize(
    "refs",
    [
        [(b"refs/heads/x", MISSING + "\n")],
        [(b"refs/heads/x", "ref: refs/heads/main\n")],
        [(b"refs/heads/x", "")],
        [(b"refs/heads/a..b", MISSING + "\n")],
    ],
)
def test_what_is_unusual_is_left_to_git(ordinary, refs):
    ordinary.put(refs)
    here, git = ordinary.both(*ALL)
    assert here is None
    assert git.endswith(FLUSH)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("config", CONFIG + "[extensions]\n\tobjectformat = sha256\n"),
        ("config", "[uploadpack]\n\thideRefs = HEAD\n"),
        ("packed-refs", f"{MISSING} refs/heads/x\n"),
        ("packed-refs", f"# pack-refs with: peeled fully-peeled sorted \n{MISSING} HEAD\n"),
        ("packed-refs", f"# pack-refs with: peeled fully-peeled sorted \n{MISSING} refs/heads/x"),
        ("packed-refs", f"# pack-refs with: fully-peeled sorted \n{'0' * 40} refs/heads/x\n"),
        ("HEAD", "ref: refs/heads/.invalid\n"),
        ("HEAD", "ref: refs/heads/../../config\n"),
        ("HEAD", "ref: refs/tags/v1\n"),
    ],
)
def test_other_formats_are_left_to_git(ordinary, file, text):
    (ordinary.path / file).write_text(text)
    assert ordinary.here(request(*ALL)) is None


def test_links_are_left_to_git(ordinary, tmp_path):
    """Attack 49: nothing is read through a link, here or by prefixes that lead out of the refs."""
    (tmp_path / "secret").write_text(ordinary.line(0))
    (ordinary.path / "refs/heads/link").symlink_to(tmp_path / "secret")
    assert ordinary.here(request()) is None
    (ordinary.path / "refs/heads/link").unlink()
    (ordinary.path / "refs/folder").symlink_to(tmp_path)
    assert ordinary.here(request()) is None
    assert ordinary.here(request("ref-prefix refs/folder/")) is None
    (ordinary.path / "refs/folder").unlink()
    os.mkfifo(ordinary.path / "refs/heads/pipe")
    assert ordinary.here(request()) is None


@pytest.mark.parametrize(
    "capability", ["object-format=sha256", "server-option=x", "session-id=x", "agent"]
)
def test_requests_that_git_may_refuse_are_left_to_git(capability):
    body = packet(b"command=ls-refs") + packet(capability.encode()) + FLUSH
    assert understood(parse(body)) is None


@pytest.mark.parametrize("argument", ["peeled", "ref-prefix", "ref-prefix a\0b", "fetch"])
def test_arguments_that_are_not_known_are_left_to_git(argument):
    assert understood(parse(request(argument))) is None


def test_more_prefixes_than_anybody_needs_are_left_to_git():
    assert understood(parse(request(*["ref-prefix x"] * 1_001))) is None


def test_refs_that_lost_their_objects_are_told_as_git_tells_them(ordinary):
    """It was known that the object is there: its file, or the folder of packs, says otherwise."""
    name = ordinary.objects[5]
    file = ordinary.path / "objects" / name[:2] / name[2:]
    pack = next((ordinary.path / "objects/pack").glob("*.pack"))
    for lost, here in ((file, None), (pack, None)):
        away = lost.with_suffix(".away")
        lost.rename(away)
        found, git = ordinary.both(*ALL)
        away.rename(lost)
        assert found == here
        assert git.endswith(FLUSH)
        assert ordinary.here(request(*ALL)) is not None
    # What a packed ref leads to is told by packed-refs: neither git nor we look at its object.
    ordinary.write([(b"refs/tags/v2", ordinary.line(5))])
    file.rename(file.with_suffix(".away"))
    here, git = ordinary.both(*ALL)
    file.with_suffix(".away").rename(file)
    assert here == git
    assert b"refs/tags/v2 peeled:" in here


def test_a_long_list_is_left_to_git_and_one_ref_of_it_is_found(ordinary, monkeypatch):
    monkeypatch.setattr(ref_listing, "AT_LENGTH", Most(entries=100, lines=100))
    monkeypatch.setattr(ref_snapshot, "READ_WHOLE", 1_000)
    commands = "".join(f"create refs/tags/n{n:04} {ordinary.objects[0]}\n" for n in range(300))
    ordinary.history.git("update-ref", "--stdin", given=commands.encode())
    ordinary.history.git("pack-refs", "--all")
    assert ordinary.here(request(*ALL)) is None
    here, git = ordinary.both(*ALL, "ref-prefix refs/tags/n0299", "ref-prefix HEAD")
    assert here == git
    assert here.count(b"\n") == 2


def test_a_hundred_refs_of_many_are_listed_without_a_thread(ordinary, monkeypatch):
    commands = "".join(
        f"create refs/heads/team-{n // 100}/{n} {ordinary.objects[0]}\n" for n in range(1_000)
    )
    ordinary.history.git("update-ref", "--stdin", given=commands.encode())
    ordinary.history.git("pack-refs", "--all")
    asked = request(*ALL, "ref-prefix refs/heads/team-7/")
    ordinary.here(asked)
    monkeypatch.setattr(asyncio, "to_thread", None)
    assert ordinary.here(asked).count(b"\n") == 100


def test_a_ref_that_is_packed_while_it_is_read_does_not_vanish(ordinary, monkeypatch):
    """Git puts packed-refs in its place, then removes the files: at each moment one is there."""
    packed = ref_snapshot._packed

    def later(top):
        ordinary.history.git("pack-refs", "--all", "--prune")
        assert not (ordinary.path / "refs/tags/v2").exists()
        return packed(top)

    loose = ref_snapshot._value

    def gone(folder, name):
        ordinary.history.git("pack-refs", "--all", "--prune")
        return loose(folder, name)

    before = ordinary.git(request(*ALL))
    for name, instead in (("_packed", later), ("_value", gone)):
        ordinary.put([(b"refs/tags/v2", ordinary.line(5))])
        with monkeypatch.context() as patched:
            patched.setattr(ref_snapshot, name, instead)
            assert ordinary.here(request(*ALL)) == before


def test_what_is_known_of_objects_is_bounded():
    known = Peelings(most=10)
    for number in range(9):
        found = ref_listing.Found((1, 1, number), {bytes([number, n]): None for n in range(4)})
        known.keep(b"%d" % number, found)
    assert known._size == sum(map(len, known._known.values())) == 8
    assert list(known._known) == [b"7", b"8"]
