"""Webhooks: who is told of what happens in a repository or an organization."""
