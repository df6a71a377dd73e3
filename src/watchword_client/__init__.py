"""The companion that runs on the person's own machine; it imports nothing of the server."""
