"""People, their passwords and their browser sessions."""
