"""The header Git-Protocol (attack 39 is in tests/security)."""

import pytest

from watchword.git_transport.version import Version, parse


@pytest.mark.parametrize(
    ("header", "version"),
    [
        (None, Version.V0),
        (b"", Version.V0),
        (b"version=0", Version.V0),
        (b"version=1", Version.V1),
        (b"version=2", Version.V2),
        (b"version=1:version=2", Version.V2),
        (b"version=2:future=thing", Version.V2),
        (b"some-key:version=2", Version.V2),
        (b"version=3", Version.V0),
    ],
)
def test_the_highest_version_known_is_spoken(header, version):
    assert parse(header) is version


def test_the_environment_is_told_of_versions_1_and_2_only():
    assert [one.variable for one in Version] == [None, "version=1", "version=2"]
