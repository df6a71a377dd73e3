"""The command `watchword`."""

import click

from watchword import __version__
from watchword.operator_cli.lazy import LazyGroup, Verb

HERE = "watchword.operator_cli"
COMPANION = "watchword_client.commands"
SERVER = "On the server"
OWN = "At your own machine"

main = LazyGroup(
    "watchword",
    {
        "login": Verb(f"{COMPANION}.login:login", "Sign in, and let git find the token.", OWN),
        "status": Verb(f"{COMPANION}.status:status", "Show who is signed in where.", OWN),
        "logout": Verb(f"{COMPANION}.logout:logout", "Let all helpers forget, and revoke.", OWN),
        "why": Verb(f"{COMPANION}.why:why", "Say why git fails here, and what helps.", OWN),
        "credential": Verb(
            f"{COMPANION}.credential:credential", "Forget or replace what is kept.", OWN
        ),
        "remote": Verb(f"{COMPANION}.remote:remote", "Let remotes speak HTTPS or SSH.", OWN),
        "completion": Verb(
            f"{COMPANION}.completion:completion", "Complete verbs in your shell.", OWN
        ),
        "serve": Verb(f"{HERE}.serve:serve", "Run the server on a data folder.", SERVER),
        "init": Verb(f"{HERE}.init:init", "Prepare a data folder without running it.", SERVER),
        "admin": Verb(f"{HERE}.admin.group:admin", "Look after people and tokens.", SERVER),
    },
    "A self-hosted Git server whose heart is the personal access token.",
)
main = click.version_option(__version__, prog_name="watchword")(main)

if __name__ == "__main__":
    main()
