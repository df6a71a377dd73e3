"""Which helpers may keep a token, on each system; what is known of one by its name."""

import pytest

from watchword_client.keep.keepers import Keep, Kind, candidates, read_keep, recognised

EVERYTHING = {"osxkeychain", "libsecret", "wincred", "manager", "cache", "store"}


def helpers(keep, system, ours="watchword", there=EVERYTHING):
    return [one.helper for one in candidates(keep, system, ours, there.__contains__)]


@pytest.mark.parametrize(
    ("system", "found"),
    [
        ("darwin", ["osxkeychain", "manager"]),
        ("linux", ["libsecret", "manager"]),
        ("win32", ["wincred", "manager"]),
    ],
)
def test_a_keychain_is_ours_first_then_that_of_the_system(system, found):
    keep = Keep(Kind.KEYCHAIN)
    assert helpers(keep, system) == ["watchword --store=keychain", *found]
    assert helpers(keep, system, None, set()) == []


def test_without_a_keychain_memory_comes_next_where_there_is_one():
    assert helpers(Keep(), "linux")[3:] == [
        "watchword --store=memory --timeout=28800",
        "cache --timeout=28800",
    ]
    assert helpers(Keep(), "win32") == ["watchword --store=keychain", "wincred", "manager"]


@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
@pytest.mark.parametrize("kind", [None, Kind.KEYCHAIN, Kind.MEMORY])
def test_plain_text_is_only_there_when_it_was_asked_for(system, kind):
    there = {"store", "cache"}
    found = candidates(Keep(kind), system, "watchword", there.__contains__)
    assert not [one for one in found if one.is_plain]
    assert helpers(Keep(Kind.FILE), system) == ["watchword --store=file", "store"]


@pytest.mark.parametrize(
    ("typed", "keep"),
    [
        ("keychain", Keep(Kind.KEYCHAIN)),
        ("file", Keep(Kind.FILE)),
        ("memory", Keep(Kind.MEMORY, 28_800)),
        ("memory=900", Keep(Kind.MEMORY, 900)),
        ("memory=7d", Keep(Kind.MEMORY, 604_800)),
    ],
)
def test_a_place_is_read(typed, keep):
    assert read_keep(typed) == keep


@pytest.mark.parametrize(
    "typed", ["", "store", "memory=", "memory=0", "memory=1w", "memory=9999999d", "file=x"]
)
def test_what_is_no_place_is_refused(typed):
    with pytest.raises(ValueError):
        read_keep(typed)


@pytest.mark.parametrize(
    ("helper", "kind", "renews"),
    [
        ("store", Kind.FILE, False),
        ("store --file ~/.my-credentials", Kind.FILE, False),
        ("/usr/lib/git-core/git-credential-store", Kind.FILE, False),
        ("!git credential-cache --timeout=3", Kind.MEMORY, False),
        ("osxkeychain", Kind.KEYCHAIN, False),
        ("/usr/share/doc/git/contrib/credential/libsecret/git-credential-libsecret",
         Kind.KEYCHAIN, False),
        ("C:\\Program Files\\Git\\mingw64\\bin\\git-credential-wincred.exe", Kind.OTHER, False),
        ('!"C:/Program Files/Git/mingw64/bin/git-credential-wincred.exe"', Kind.KEYCHAIN, False),
        ("manager", Kind.OTHER, False),
        ("!/usr/bin/gh auth git-credential", Kind.OTHER, False),
        ("watchword", Kind.KEYCHAIN, True),
        ("watchword --store=memory --timeout=60", Kind.MEMORY, True),
        ("!'/opt/my venv/bin/git-credential-watchword' --store=file", Kind.FILE, True),
        ("!/usr/bin/python3 -P -m watchword_client.credential_helper --store=file",
         Kind.FILE, True),
        ("!'unfinished", Kind.OTHER, False),
    ],
)  # fmt: skip
def test_a_helper_is_known_by_its_name(helper, kind, renews):
    keeper = recognised(helper)
    assert (keeper.kind, keeper.renews) == (kind, renews)


def test_who_gives_only_what_is_its_own_is_no_second_place():
    assert not recognised("!gh auth git-credential").stores
    assert not recognised("oauth -device").stores
    assert recognised("store").stores


def test_a_whole_command_line_is_called_by_what_it_is():
    ours = "!/opt/python -P -m watchword_client.credential_helper --store=memory --timeout=900"
    assert recognised(ours).name == "memory"
    assert recognised("cache --timeout=900").name == "cache --timeout=900"
    assert recognised("!f() { cat ~/secret; }; f").name
