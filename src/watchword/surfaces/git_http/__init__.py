"""Git over HTTP: paths, credentials, bodies and texts around git's own protocol."""
