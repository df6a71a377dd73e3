"""Units of work as the surfaces see them, and what happens after a fact."""
