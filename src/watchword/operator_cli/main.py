"""The command `watchword`."""

import click

from watchword import __version__
from watchword.operator_cli.lazy import LazyGroup, Verb

HERE = "watchword.operator_cli"

main = LazyGroup(
    "watchword",
    {
        "serve": Verb(f"{HERE}.serve:serve", "Run the server on a data folder."),
        "init": Verb(f"{HERE}.init:init", "Prepare a data folder without running the server."),
        "admin": Verb(f"{HERE}.admin.group:admin", "Look after accounts, repositories and tokens."),
    },
    "A self-hosted Git server whose heart is the personal access token.",
)
main = click.version_option(__version__, prog_name="watchword")(main)

if __name__ == "__main__":
    main()
