"""Gists: a few files that are shared by an address, kept as a repository of git's."""
