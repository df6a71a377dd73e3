"""Addresses of remotes, and rewriting them between SSH and HTTPS."""
