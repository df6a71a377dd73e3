"""Answers to fetches, made once for all who ask the same (docs/adr/0022)."""
