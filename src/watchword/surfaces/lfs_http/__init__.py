"""Git LFS over HTTP: the batch API, the basic transfer, locks."""
