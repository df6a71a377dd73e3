"""What the bench fills data folders with."""

from bench.fill import FIFTY, Mint, owner_of
from watchword.kernel.secret import KeyRing, Secret
from watchword.tokens import secret as formats

KEYS = KeyRing({"k1": b"k" * 32}, "k1")


def test_the_first_account_has_fifty_tokens_and_the_others_share_the_rest():
    owners = [owner_of(number, 20, 240) for number in range(240)]

    assert owners.count(0) == FIFTY
    assert {owners.count(other) for other in range(1, 20)} == {10}


def test_so_many_secrets_are_real_as_are_used_and_they_lie_all_over_the_rows():
    mint = Mint(KEYS, now=1, used=10, count=1_000)

    rows = [mint.row(number, owner=1) for number in range(1_000)]

    real = {KEYS.digest(formats.PURPOSE, Secret(text)) for text in mint.secrets}
    assert len(real) == 10
    assert [number for number, row in enumerate(rows) if row["digest"] in real] == list(
        range(0, 1_000, 100)
    )
    assert all(formats.is_well_formed(Secret(text)) for text in mint.secrets)
    assert len({row["digest"] for row in rows}) == 1_000
