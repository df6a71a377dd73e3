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
        gc.unfreeze()


def test_who_neither_migrates_nor_translates_imports_nothing_for_it():
    program = (
        "import sys, watchword.processes.web, watchword.processes.jobs, watchword.processes.start\n"
        "print([one for one in sys.modules if one.startswith(('alembic', 'babel.messages'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=os.environ, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
