"""Rows of the API and of pages."""
