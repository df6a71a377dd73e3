"""Organizations: who is in them, their teams, and what members may do with what they own."""
