"""`git-credential-watchword`: keeps credentials for git, and renews them before git sees them.

Git calls it with `get`, `store`, `erase` or `capability` as the last word (gitcredentials(7)) and
says on its standard input, line by line, what it is about. In front of that word stand options, as
`credential.https://HOST.helper` holds them:

    watchword [--store=keychain|memory|file] [--timeout=SECONDS] [--file=PATH] [--allow-http]

Who signs people in may store through it directly, and so keep on git 2.39 what that git would drop:
`password_expiry_utc` and `oauth_refresh_token`. Beyond git's attributes it takes, on `store`:

* `watchword_client_id`: the client that the refresh token was given to. Without it a refresh token
  is handed out to git as it is, and never used here.
* `watchword_refresh_expiry_utc`: when the refresh token itself ends, in seconds since 1970 UTC.

Neither is ever given to git. On `erase`, a password that is given must be the one that is kept;
what can be refreshed stays behind then, without that password: git erases what the server refused,
and the next `get` refreshes it. Without a password, all that fits host, path and user name goes,
refresh tokens too: that is how to sign out.

Nothing here imports click, httpx or rich: git waits for it in every fetch and push.
"""
