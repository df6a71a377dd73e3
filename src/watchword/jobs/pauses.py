"""How long to wait, with chance in it: what failed together shall not come back together."""

from watchword.kernel.entropy import Entropy

FIRST = 5
LONGEST = 3_600


def before_try(tries: int, entropy: Entropy) -> int:
    """Seconds until a job that failed that many times is due again: 5, 10, 20 … 3600, half chance.

    Twelve tries reach over some five hours.
    """
    full = min(LONGEST, FIRST << min(tries, 20) - 1)
    return max(1, round(full * (0.5 + _share(entropy) / 2)))


def before_round(every: int, entropy: Entropy) -> float:
    """Seconds until the next round of something regular: a tenth more or less."""
    return every * (0.9 + _share(entropy) / 5)


def _share(entropy: Entropy) -> float:
    """From 0 to 1."""
    return int.from_bytes(entropy(4)) / 0xFFFF_FFFF
