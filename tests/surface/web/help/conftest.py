"""A certificate to write about."""

import pytest

from watchword.processes import certificates


@pytest.fixture(scope="session")
def authority():
    """The certificate of a CA as the server makes one."""
    names = certificates.names_of(["git.example.test"])
    return certificates.make_ca(names, 1_700_000_000).certificate.decode()
