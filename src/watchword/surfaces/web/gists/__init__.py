"""Pages of gists."""
