"""Words that every room uses: clock, entropy, errors, ids, secrets, events, units of work."""
