"""How much is fetched and pushed, and how often a small thing is done in one measurement."""

from dataclasses import dataclass

from bench.git import generated
from bench.git.generated import Shape


@dataclass(frozen=True)
class Sizes:
    """What one measurement consists of."""

    large: Shape
    held: Shape
    """What two hundred clients fetch at once."""
    pushed: int
    """MiB."""
    small_pushes: int
    """One after the other."""
    listings: int
    """Runs of `git ls-remote`."""
    requests: int
    """Requests for references, without a git."""
    clones: int
    """Shallow clones."""
    references: int
    seconds: int
    """For which a client stops reading."""


FULL = Sizes(
    generated.LARGE,
    held=generated.MEDIUM,
    pushed=50,
    small_pushes=10,
    listings=20,
    requests=100,
    clones=32,
    references=100_000,
    seconds=3,
)
QUICK = Sizes(
    generated.LESS_LARGE,
    held=generated.LESS_LARGE,
    pushed=10,
    small_pushes=5,
    listings=10,
    requests=30,
    clones=16,
    references=20_000,
    seconds=2,
)
