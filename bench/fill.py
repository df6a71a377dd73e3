"""Fills a prepared data folder with accounts and tokens, by the server's own services.

Usage: fill DATA ACCOUNTS TOKENS; prints one secret in every ten, a line each.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from watchword.access.gate import require
from watchword.access.scopes import Scope
from watchword.access.table import accounts as account_table
from watchword.access.table import tokens as token_table
from watchword.accounts import service
from watchword.accounts.model import SITE
from watchword.kernel.secret import Secret
from watchword.operator_cli.desk import Desk, at_desk
from watchword.tokens import classic
from watchword.work.unit import Work

NOBODY = "!"
"""Stands where the hash of a password would: no password matches."""
TOGETHER = 500
SCOPES = (Scope("repo"), Scope("read:org"))


def account(desk: Desk, number: int) -> Callable[[Work], None]:
    login = f"person-{number}"
    new = service.Registration(login, f"{login}@example.test", NOBODY, one_time=False)

    def unit(work: Work) -> None:
        service.create(work, require(desk.actor, account_table.CREATE, SITE), new)

    return unit


def token(desk: Desk, number: int, accounts: int, made: list[Secret]) -> Callable[[Work], None]:
    login = f"person-{number % accounts}"
    wanted = classic.Wanted(f"bench {number}", SCOPES, None)

    def unit(work: Work) -> None:
        grant = require(desk.actor, token_table.CREATE, work.users.by_login(login))
        made.append(classic.create(work, grant, wanted)[1])

    return unit


def write(desk: Desk, units: list[Callable[[Work], None]]) -> None:
    """Run the units in transactions of some hundred."""
    for start in range(0, len(units), TOGETHER):

        def unit(work: Work, start: int = start) -> None:
            for one in units[start : start + TOGETHER]:
                one(work)

        desk.database.write_now(unit, desk.actor.origin)


def main() -> None:
    data, accounts, tokens = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    made: list[Secret] = []
    with at_desk(data) as desk:
        write(desk, [account(desk, number) for number in range(accounts)])
        write(desk, [token(desk, number, accounts, made) for number in range(tokens)])
    for secret in made[::10]:
        print(secret.text)


if __name__ == "__main__":
    main()
