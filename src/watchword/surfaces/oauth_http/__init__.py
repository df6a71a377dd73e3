"""OAuth over HTTP: the token endpoint, devices, metadata, and what applications ask of tokens."""
