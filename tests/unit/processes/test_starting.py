"""What a process does, and leaves out, while it starts."""

import gc
import os
import subprocess
import sys

from watchword.processes import collector


def test_the_collector_rests_within_the_block_and_works_after_it():
    before = gc.get_freeze_count()
    try:
        with collector.put_off():
            assert not gc.isenabled()
        assert gc.isenabled()
        assert gc.get_freeze_count() > before
    finally:
        # What was put aside for the length of all tests stays aside.
        if not before:
            gc.unfreeze()


def imported(*modules):
    """What there is once these are imported."""
    program = f"import sys, {', '.join(modules)}\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], env=os.environ, capture_output=True, text=True, check=True
    )
    return done.stdout.split()


def test_a_server_imports_nothing_that_it_may_never_need():
    start, web, jobs = (f"watchword.processes.{one}" for one in ("start", "web", "jobs"))
    unneeded = (
        # To migrate, to translate, for the other database, for certificates of our own, for SSH.
        *("alembic", "babel.messages", "sqlalchemy.dialects.postgresql", "psycopg"),
        *("cryptography.x509.name", "watchword.processes.certificates", "asyncssh"),
    )
    assert [one for one in imported(start, web, jobs) if one.startswith(unneeded)] == []


def test_a_web_process_sends_to_nobody_and_answers_no_graphql_before_it_is_asked():
    unneeded = ("httpx", "strawberry", "graphql", "asyncssh")
    assert [one for one in imported("watchword.processes.web") if one.startswith(unneeded)] == []
