"""The server's own manual: documents in each language, with this server's addresses filled in."""
