"""Why git fails in a clone: evidence, causes, and the one command that helps."""
