"""Bytes that people put here beside repositories: files of releases."""
