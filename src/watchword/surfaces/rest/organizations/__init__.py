"""Organizations: what they are, who is in them, what they own."""
