"""Releases: a tag with words and files to it."""
