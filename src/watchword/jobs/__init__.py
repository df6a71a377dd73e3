"""Work that nobody waits for: what follows from facts, and what is done every so often."""
