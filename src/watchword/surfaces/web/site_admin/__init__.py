"""Pages for those who run the site: people, and the tokens of everybody."""
