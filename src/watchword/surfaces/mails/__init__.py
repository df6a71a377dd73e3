"""Mails: what people are told of what happened to their accounts."""
