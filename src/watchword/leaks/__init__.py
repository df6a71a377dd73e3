"""Secrets in pushed content: how they look, where they were found, what became of them."""
