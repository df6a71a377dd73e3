"""What a git process is told: an environment made from nothing, and every setting that matters.

Settings come by GIT_CONFIG_COUNT. Git gives them precedence over the repository's own file, so that
nothing written into that file has an effect on them (attack 49); the files of system and user are
not read at all.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct

PATH = "/usr/local/bin:/usr/bin:/bin"

Setting = tuple[str, str]

CLOSED: tuple[Setting, ...] = (
    ("safe.directory", "*"),
    # Programs that a setting could start.
    ("core.fsmonitor", "false"),
    ("core.sshCommand", "false"),
    ("core.gitProxy", "false"),
    ("core.alternateRefsCommand", "true"),
    ("core.askPass", "false"),
    ("core.editor", "false"),
    ("core.pager", "cat"),
    ("credential.helper", ""),
    ("diff.external", ""),
    ("gpg.program", "false"),
    ("protocol.allow", "never"),
    # Upkeep is a job's (maintenance.py), never a push's.
    ("gc.auto", "0"),
    ("maintenance.auto", "false"),
    ("receive.autogc", "false"),
)
DURABLE: tuple[Setting, ...] = (("core.fsync", "all"), ("core.fsyncMethod", "batch"))
"""Refs and objects are on the disk before a push is closed."""
PLAIN: tuple[Setting, ...] = (
    ("core.logAllRefUpdates", "false"),
    ("core.quotePath", "false"),
    ("core.bigFileThreshold", "64m"),
    ("pack.windowMemory", "128m"),
)
PACKING: tuple[Setting, ...] = (
    # Indexes that are read as they are in the place of being worked out for each fetch. A git that
    # is too old for one of them takes no notice.
    ("core.commitGraph", "true"),
    ("core.multiPackIndex", "true"),
    ("pack.writeReverseIndex", "true"),
    ("pack.writeBitmapLookupTable", "true"),
    ("pack.useBitmaps", "true"),
    ("pack.useBitmapBoundaryTraversal", "true"),
)
REUSE = "pack.allowPackReuse"
"""Pieces of packs go out as they are, where a bitmap says that all of a piece is wanted."""
REUSES_SEVERAL = (2, 44)
"""The first git that does so from several packs at once (an older one refuses the word)."""
HIDDEN = "refs/watchword"
"""The space of refs that is shown to nobody: the server's own."""
HIDDEN_FROM_PUSHES = "refs/pull"
"""The space of refs of which a push is not told."""
HIDING: tuple[Setting, ...] = (
    # The last line that fits a ref decides; the first one here takes back what the file hides.
    ("transfer.hideRefs", "!refs"),
    ("transfer.hideRefs", HIDDEN),
    ("receive.hideRefs", HIDDEN_FROM_PUSHES),
)
FETCHING: tuple[Setting, ...] = (
    ("uploadpack.allowFilter", "true"),
    # Its patterns are a file of whoever may push, matched against all paths: a few keep a
    # processor busy for minutes and more (attack 45). Nor does GitHub take it.
    ("uploadpackfilter.sparse:oid.allow", "false"),
    # The first one takes all three rights away, the others give two of them back: as on GitHub,
    # what can be reached from a ref may be asked for by name, what cannot may not.
    ("uploadpack.allowAnySHA1InWant", "false"),
    ("uploadpack.allowTipSHA1InWant", "true"),
    ("uploadpack.allowReachableSHA1InWant", "true"),
    ("uploadpack.allowRefInWant", "false"),
    ("uploadpack.keepAlive", "5"),
    ("lsrefs.unborn", "advertise"),
)
PUSHING: tuple[Setting, ...] = (
    ("receive.fsckObjects", "true"),
    # Real histories of twenty years have these; everything about .git* files stays an error.
    ("receive.fsck.badTimezone", "ignore"),
    ("receive.fsck.missingSpaceBeforeDate", "ignore"),
    ("receive.fsck.zeroPaddedFilemode", "ignore"),
    ("receive.advertiseAtomic", "true"),
    ("receive.advertisePushOptions", "true"),
    ("receive.denyCurrentBranch", "ignore"),
    ("receive.denyDeleteCurrent", "refuse"),
    ("receive.denyDeletes", "false"),
    ("receive.denyNonFastForwards", "false"),
    ("receive.shallowUpdate", "false"),
    ("receive.unpackLimit", "100"),
    ("receive.keepAlive", "5"),
)
ALWAYS: tuple[Setting, ...] = (*CLOSED, *DURABLE, *PLAIN, *PACKING, *HIDING, *FETCHING, *PUSHING)


OURS = ("GIT_ALLOW_PROTOCOL", "none")
"""A variable that every git of this server has and no other: it may not leave a repository."""


class Environment(Struct, frozen=True):
    """What all git processes of this server share."""

    home: Path
    """An empty folder that belongs to the server."""
    hooks: Path
    """Where hooks are when no others are named: an empty folder."""
    largest_push: int
    """Bytes of a pack that is taken."""

    def variables(
        self,
        protocol: str | None = None,
        hooks: Path | None = None,
        extra: Mapping[str, str] | None = None,
        version: tuple[int, int] = (0, 0),
    ) -> dict[str, str]:
        """The whole environment of one process.

        `protocol` is the value of GIT_PROTOCOL, from Version.variable and from nowhere else.
        `version` is git's own, as far as it matters.
        """
        settings = (
            *ALWAYS,
            (REUSE, "multi" if version >= REUSES_SEVERAL else "true"),
            ("receive.maxInputSize", str(self.largest_push)),
            ("core.hooksPath", str(hooks or self.hooks)),
        )
        found = {
            "PATH": PATH,
            "HOME": str(self.home),
            "XDG_CONFIG_HOME": str(self.home),
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_ATTR_NOSYSTEM": "1",
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_NO_REPLACE_OBJECTS": "1",
            "GIT_TERMINAL_PROMPT": "0",
            OURS[0]: OURS[1],
            **_counted(settings),
            **(extra or {}),
        }
        if protocol is not None:
            found["GIT_PROTOCOL"] = protocol
        return found


def _counted(settings: Iterable[Setting]) -> dict[str, str]:
    found: dict[str, str] = {}
    count = 0
    for key, value in settings:
        found[f"GIT_CONFIG_KEY_{count}"] = key
        found[f"GIT_CONFIG_VALUE_{count}"] = value
        count += 1
    return {"GIT_CONFIG_COUNT": str(count), **found}
