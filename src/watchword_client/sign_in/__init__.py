"""Signing in, looking how things stand, and signing out."""
