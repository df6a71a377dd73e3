"""What one process runs: the supervisor, and the children that it keeps alive."""
