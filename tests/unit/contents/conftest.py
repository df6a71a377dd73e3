"""A repository for each test, and the store that reads it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.histories import History
from watchword.git_process.objects import GitObjects


@pytest.fixture
def history(tmp_path: Path) -> History:
    """An empty repository."""
    return History(tmp_path / "repositories")


@pytest.fixture
def opened(history: History) -> Callable[[], GitObjects]:
    """Opens the repository as the pages do: once for each call."""
    return lambda: GitObjects(history.path)
