"""Who may do what: pure, small, and the first thing to read."""
