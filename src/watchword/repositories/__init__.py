"""Repositories and who works with them."""
