"""A page of many rows asks the database no more often than a page of few."""

import pytest
from sqlalchemy import event


@pytest.fixture
def statements(world):
    """What SQLite is asked from here on, on whatever connection pages read by."""
    told = []
    for engine in (world.database._reading, world.database._looking):
        event.listen(engine, "checkout", lambda driver, *_: driver.set_trace_callback(told.append))
    return told


def test_the_page_of_tokens(world, octavia, signed_in, statements):
    def asked(count):
        for _ in range(count):
            world.token(octavia, "repo")
        del statements[:]
        page = signed_in.get("/settings/tokens")
        return page.html.count('/delete"'), len(statements)

    (rows, few), (more_rows, many) = asked(5), asked(45)
    assert (rows, more_rows) == (5, 50)
    assert few == many > 0


def test_the_page_of_somebody_s_repositories(world, octavia, signed_in, statements):
    def asked(count):
        for _ in range(count):
            world.repository(octavia, f"shelf-{next(numbers)}")
        del statements[:]
        page = signed_in.get("/octavia?tab=repositories")
        return page.html.count('class="row-title"'), len(statements)

    numbers = iter(range(100))
    (rows, few), (more_rows, many) = asked(5), asked(20)
    assert more_rows > rows > 0
    assert few == many > 0
