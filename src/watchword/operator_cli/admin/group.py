"""`watchword admin`: its verbs, loaded when they are called."""

from watchword.operator_cli.lazy import LazyGroup, Verb

HERE = "watchword.operator_cli.admin"

admin = LazyGroup(
    "admin",
    {
        "user": Verb(f"{HERE}.group:user", "Accounts."),
        "repo": Verb(f"{HERE}.group:repo", "Repositories."),
        "token": Verb(f"{HERE}.group:token", "Personal access tokens."),
        "app": Verb(f"{HERE}.group:app", "OAuth applications."),
        "doctor": Verb(f"{HERE}.doctor:doctor", "Look for what is wrong, and say what to do."),
    },
    "Look after a data folder, whether the server runs on it or not.",
)

user = LazyGroup(
    "user",
    {
        "add": Verb(f"{HERE}.user:add", "Make an account."),
        "list": Verb(f"{HERE}.user:list_", "List accounts."),
        "suspend": Verb(f"{HERE}.user:suspend", "Refuse an account and its tokens."),
        "unsuspend": Verb(f"{HERE}.user:unsuspend", "Let an account and its tokens live again."),
        "promote": Verb(f"{HERE}.user:promote", "Let somebody look after the whole server."),
        "demote": Verb(f"{HERE}.user:demote", "Let somebody look after it no longer."),
        "rename": Verb(f"{HERE}.user:rename", "Call an account otherwise."),
        "delete": Verb(f"{HERE}.user:delete", "Delete an account with all that it owns."),
        "set-password": Verb(f"{HERE}.user:set_password", "Replace a password."),
    },
    "Accounts.",
)

repo = LazyGroup(
    "repo",
    {"create": Verb(f"{HERE}.repo:create", "Make an empty repository.")},
    "Repositories.",
)

token = LazyGroup(
    "token",
    {
        "create": Verb(f"{HERE}.token:create", "Make a token; prints it alone."),
        "list": Verb(f"{HERE}.token:list_", "List tokens, dead ones too."),
        "revoke": Verb(f"{HERE}.token:revoke", "End a token, from the next request on."),
    },
    "Personal access tokens.",
)

app = LazyGroup(
    "app",
    {
        "list": Verb(f"{HERE}.app:list_", "List applications, known clients first."),
        "disable": Verb(f"{HERE}.app:disable", "Let nobody sign in through an application."),
        "enable": Verb(f"{HERE}.app:enable", "Let people sign in through it again."),
    },
    "OAuth applications.",
)
