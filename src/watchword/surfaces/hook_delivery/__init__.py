"""Webhooks on their way out: facts put into GitHub's words, and sent."""
